using Etrms.Venue.Binance.Api;
using Etrms.Venue.Binance.Limits;
using Etrms.Venue.Binance.Rest;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Control;
using Etrms.Venue.Faults;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Binance;

/// <summary>The Binance USDⓈ-M wire over the venue's exchange and market.</summary>
internal static class BinanceRegistration
{
    public static void AddBinance(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ServerClock>().AddSingleton<CollateralRate>().AddSingleton<Listing>().AddSingleton<Authentication>().AddSingleton<RequestGate>();
        builder.Services.AddSingleton(Routes()).AddSingleton<CallDesk>();
        builder.Services.AddSingleton<ApiMethods>().AddSingleton<ApiRequests>();
        builder.Services.AddSingleton(services => new ApiEnvelope(
            services.GetRequiredService<IOptions<LimitOptions>>().Value, services.GetRequiredService<ServerClock>()));
        builder.Services.AddSingleton<RequestWeights>().AddSingleton<OrderCounts>().AddSingleton<DeadManSwitches>();
        builder.Services.AddSingleton<Topics>().AddSingleton<MarketFrames>().AddSingleton<DepthStreams>().AddSingleton<MarketStreams>();
        builder.Services.AddSingleton<ListenKeys>().AddSingleton<UserFrames>().AddSingleton<UserStreams>();
        builder.Services.AddSingleton<StreamRequests>().AddSingleton<StreamSockets>().AddSingleton<WireParts>();
        builder.Services.AddSingleton<AccountLog<Amendment>>().AddSingleton<AccountLog<MarginChange>>().AddSingleton<FeeBurns>().AddSingleton<AlgoMemory>();
        builder.Services.AddSingleton<FaultScript>().AddSingleton<FrameFaults>().AddSingleton<Withdrawals>();
        builder.Services.AddSingleton<PaperAccountFile>().AddSingleton<PaperAccounts>().AddSingleton<WireLog>();
        builder.Services.AddHostedService<WireTicker>();
    }

    public static void MapBinance(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapBinanceStreams();
        app.MapBinanceApi();
        var gate = app.Services.GetRequiredService<RequestGate>();
        foreach (var route in app.Services.GetRequiredService<RouteTable>().Routes)
        {
            app.MapMethods(route.Path, [route.Method], http => gate.HandleAsync(route, http));
        }

        app.Map("/{api:regex(^(fapi|sapi|dapi|papi|api)$)}/{**rest}", RequestGate.RefusePathAsync);
    }

    private static RouteTable Routes()
    {
        var table = new RouteTable();
        table.MapMarket();
        table.MapPairKlines();
        table.MapInstruments();
        table.MapAccount();
        table.MapWallet();
        table.MapSettings();
        table.MapOrders();
        table.MapAmendments();
        table.MapBatchOrders();
        table.MapAlgoOrders();
        table.MapHistory();
        table.MapRisk();
        table.MapListenKeys();
        return table;
    }
}
