using Etrms.Venue.Binance.Limits;
using Etrms.Venue.Binance.Rest;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Control;
using Etrms.Venue.Faults;

namespace Etrms.Venue.Binance;

/// <summary>The Binance USDⓈ-M wire over the venue's exchange and market.</summary>
internal static class BinanceRegistration
{
    public static void AddBinance(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ServerClock>().AddSingleton<Listing>().AddSingleton<Authentication>().AddSingleton<RequestGate>();
        builder.Services.AddSingleton<RequestWeights>().AddSingleton<OrderCounts>().AddSingleton<DeadManSwitches>();
        builder.Services.AddSingleton<Topics>().AddSingleton<MarketFrames>().AddSingleton<DepthStreams>().AddSingleton<MarketStreams>();
        builder.Services.AddSingleton<ListenKeys>().AddSingleton<UserFrames>().AddSingleton<UserStreams>();
        builder.Services.AddSingleton<StreamRequests>().AddSingleton<StreamSockets>().AddSingleton<WireParts>();
        builder.Services.AddSingleton<FaultScript>().AddSingleton<FrameFaults>();
        builder.Services.AddSingleton<PaperAccountFile>().AddSingleton<PaperAccounts>().AddSingleton<WireLog>();
        builder.Services.AddHostedService<WireTicker>();
    }

    public static void MapBinance(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapBinanceStreams();
        var gate = app.Services.GetRequiredService<RequestGate>();
        foreach (var route in Routes())
        {
            app.MapMethods(route.Path, [route.Method], http => gate.HandleAsync(route, http));
        }

        app.Map("/{api:regex(^(fapi|sapi|dapi|papi|api)$)}/{**rest}", RequestGate.RefusePathAsync);
    }

    private static IReadOnlyList<Route> Routes()
    {
        var table = new RouteTable();
        table.MapMarket();
        table.MapInstruments();
        table.MapAccount();
        table.MapSettings();
        table.MapOrders();
        table.MapBatchOrders();
        table.MapAlgoOrders();
        table.MapHistory();
        table.MapListenKeys();
        return table.Routes;
    }
}
