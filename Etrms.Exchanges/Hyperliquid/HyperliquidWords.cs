using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Hyperliquid's words and ours. A word that is new to us must not cost a fill or hide an order, so each reading has a safe fallback.</summary>
internal static class HyperliquidWords
{
    /// <summary>What every contract here settles in.</summary>
    public const string Collateral = "USDC";

    /// <summary>What the dead-man switch leaves behind.</summary>
    public const string ScheduledCancel = "scheduledCancel";

    /// <summary>A buyer, "A" being a seller.</summary>
    public const string Buyer = "B";

    public static InstrumentId Instrument(string coin) => new(Exchange.Hyperliquid, coin);

    /// <summary>False for spot pairs ("@107", "PURR/USDC") and the markets of other builders ("flx:CRCL"), whose money is not in this account.</summary>
    public static bool IsPerpetual(string coin) => !coin.StartsWith('@') && !coin.Contains('/') && !coin.Contains(':');

    public static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static OrderSide Side(string word) => word == Buyer ? OrderSide.Buy : OrderSide.Sell;

    /// <summary>Words such as "Stop Market"; what is triggered and has a new name counts as a stop.</summary>
    public static OrderType Type(string? word, bool isTrigger) => word switch
    {
        "Stop Market" => OrderType.StopMarket,
        "Stop Limit" => OrderType.Stop,
        "Take Profit Market" => OrderType.TakeProfitMarket,
        "Take Profit Limit" => OrderType.TakeProfit,
        "Market" => OrderType.Market,
        _ => isTrigger ? OrderType.StopMarket : OrderType.Limit,
    };

    public static TimeInForce TimeInForceOf(string? word) => word switch
    {
        "Alo" => TimeInForce.GoodTillCrossing,
        "Ioc" or "FrontendMarket" or "LiquidationMarket" => TimeInForce.ImmediateOrCancel,
        _ => TimeInForce.GoodTillCancel,
    };

    /// <summary>
    /// A triggered order stays open until it is filled or ended. There are more than a dozen words for an end, and more come; all new ones
    /// so far end in one of two ways.
    /// </summary>
    public static OrderStatus Status(string word, decimal filled) => word switch
    {
        "open" or "triggered" => filled > 0 ? OrderStatus.PartiallyFilled : OrderStatus.New,
        "filled" => OrderStatus.Filled,
        ScheduledCancel => OrderStatus.Canceled,
        _ when word.EndsWith("ejected", StringComparison.Ordinal) => OrderStatus.Rejected,
        _ when word.EndsWith("anceled", StringComparison.Ordinal) => OrderStatus.Canceled,
        _ => filled > 0 ? OrderStatus.PartiallyFilled : OrderStatus.New,
    };

    public static MarginMode Margin(string? word) => word == "isolated" ? MarginMode.Isolated : MarginMode.Cross;

    public static string Word(TimeSpan interval) => interval switch
    {
        { TotalDays: 7 } => "1w",
        { TotalDays: 3 } => "3d",
        { TotalDays: 1 } => "1d",
        { TotalMinutes: 1 or 3 or 5 or 15 or 30 } => $"{interval.TotalMinutes}m",
        { TotalHours: 1 or 2 or 4 or 8 or 12 } => $"{interval.TotalHours}h",
        _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, "Hyperliquid has no candles of this length."),
    };
}
