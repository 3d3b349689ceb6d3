namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Stock.Indicators' names, said with the catalogue.</summary>
internal static class StockIndicatorsNames
{
    private static readonly Dictionary<string, string> Deviations = new() { ["k"] = "deviations", ["standardDeviations"] = "deviations" };

    private static readonly Dictionary<string, string> Bands = new() { ["upperBand"] = "upper", ["lowerBand"] = "lower", ["centerline"] = "middle", ["sma"] = "middle" };

    public static Dictionary<string, IndicatorBinding> Create() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["SMA"] = new("SMA"),
        ["EMA"] = new("EMA"),
        ["RSI"] = new("RSI"),
        ["ATR"] = new("ATR", Outputs: new Dictionary<string, string> { ["atrp"] = "atr_percent" }),
        ["BollingerBands"] = new("BOLLINGER", Deviations, Bands),
        ["Donchian"] = new("DONCHIAN", Outputs: Bands),
    };
}
