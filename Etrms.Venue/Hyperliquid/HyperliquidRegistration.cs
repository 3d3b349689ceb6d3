using Etrms.Venue.Hyperliquid.Actions;
using Etrms.Venue.Hyperliquid.Info;
using Etrms.Venue.Hyperliquid.Limits;
using Etrms.Venue.Hyperliquid.Streams;
using Etrms.Venue.Hyperliquid.Wallets;

namespace Etrms.Venue.Hyperliquid;

/// <summary>The Hyperliquid wire over the venue's second exchange and the same market.</summary>
internal static class HyperliquidRegistration
{
    public static void AddHyperliquid(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<HyperliquidOptions>().BindConfiguration(HyperliquidOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CoinListing>().AddSingleton<WalletFile>().AddSingleton<WalletBook>().AddSingleton<Nonces>();
        builder.Services.AddSingleton<IpWeights>().AddSingleton<AddressBudgets>().AddSingleton<CancelSchedule>();
        builder.Services.AddSingleton<MarketInfo>().AddSingleton<AccountInfo>().AddSingleton<OrderInfo>().AddSingleton<HistoryInfo>();
        builder.Services.AddSingleton<UserInfo>().AddSingleton<WebData>().AddSingleton<InfoParts>().AddSingleton<InfoTable>().AddSingleton<InfoDesk>();
        builder.Services.AddSingleton<OrderActions>().AddSingleton<CancelActions>().AddSingleton<MarginActions>();
        builder.Services.AddSingleton<TransferActions>().AddSingleton<ApprovalActions>().AddSingleton<ActionTable>();
        builder.Services.AddSingleton<ActionAdmission>().AddSingleton<ActionDesk>().AddSingleton<HyperliquidEndpoints>();
        builder.AddHyperliquidStreams();
    }

    public static void MapHyperliquid(this WebApplication app)
    {
        app.Services.GetRequiredService<HyperliquidEndpoints>().Map(app);
        app.MapHyperliquidStreams();
    }
}
