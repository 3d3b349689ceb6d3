namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Stock.Indicators' names, said with the catalogue.</summary>
internal static class StockIndicatorsNames
{
    private static readonly Dictionary<string, string> Deviations = Words(("k", "deviations"), ("standardDeviations", "deviations"));

    private static readonly Dictionary<string, string> Band = Words(("upperBand", "upper"), ("lowerBand", "lower"), ("centerline", "middle"), ("sma", "middle"));

    private static readonly Dictionary<string, string> Slow = Words(
        ("k", "period"), ("smooth", "slowing"), ("smoothPeriods", "slowing"), ("slow", "slowing"), ("signalPeriods", "signal"), ("d", "signal"));

    private static readonly Dictionary<string, string> Cloud = Words(
        ("tenkan", "conversion"), ("tenkanPeriods", "conversion"), ("kijun", "base"), ("kijunPeriods", "base"),
        ("senkouB", "span"), ("senkouBPeriods", "span"), ("offset", "displacement"));

    private static readonly Dictionary<string, string> CloudLines = Words(
        ("tenkanSen", "conversion"), ("kijunSen", "base"), ("senkouSpanA", "span_a"), ("senkouSpanB", "span_b"), ("chikouSpan", "lagging"));

    /// <summary>The same under shorter or longer names.</summary>
    private static readonly Dictionary<string, string> OtherNames = Words(
        ("BB", "BollingerBands"), ("Stoch", "Stochastic"), ("WilliamR", "WilliamsR"), ("PSAR", "ParabolicSar"), ("Choppiness", "Chop"),
        ("KeltnerChannels", "Keltner"), ("DonchianChannels", "Donchian"), ("ChaikinMoneyFlow", "CMF"), ("ChaikinOscillator", "ChaikinOsc"),
        ("WilliamsFractal", "Fractal"), ("UltimateOscillator", "Ultimate"));

    public static Dictionary<string, IndicatorBinding> Create()
    {
        var bindings = new Dictionary<string, IndicatorBinding>(StringComparer.OrdinalIgnoreCase)
        {
            ["DEMA"] = new("DEMA", Convention: With("seeding", "together")),
            ["TEMA"] = new("TEMA", Convention: With("seeding", "together")),
            ["KAMA"] = new("KAMA", Outputs: Words(("er", "efficiency"))),
            ["ATR"] = new("ATR", Outputs: Words(("atrp", "atr_percent"))),
            ["ADX"] = new("ADX", Outputs: Words(("pdi", "plus_di"), ("mdi", "minus_di"))),
            ["StdDev"] = new("STDDEV", Outputs: Words(("stdDev", "deviation"))),
            ["Slope"] = new("REGRESSION", Outputs: Words(("stdDev", "deviation"), ("rSquared", "r_squared"))),
            ["BollingerBands"] = new("BOLLINGER", Deviations, Band),
            ["Keltner"] = new("KELTNER", Words(("emaPeriods", "period"), ("atrPeriods", "range_period"), ("atr", "range_period")), Band),
            ["Donchian"] = new("DONCHIAN", Outputs: Band),
            ["Stochastic"] = new("STOCHASTIC", Slow, Words(("oscillator", "k"), ("signal", "d"), ("percentJ", "j"))),
            ["WilliamsR"] = new("WILLIAMS_R"),
            ["Ultimate"] = new("ULTIMATE"),
            ["Aroon"] = new("AROON", Outputs: Words(("aroonUp", "up"), ("aroonDown", "down")), Convention: With("equal", "oldest")),
            ["SuperTrend"] = new("SUPERTREND", Outputs: new Dictionary<string, string>(Band) { ["superTrend"] = "line" }),
            ["Ichimoku"] = new("ICHIMOKU", Cloud, CloudLines),
            ["ParabolicSar"] = new("PARABOLIC_SAR", Words(("accelerationStep", "step"), ("maxAccelerationFactor", "most"), ("max", "most"))),
            ["Chop"] = new("CHOPPINESS", Outputs: Words(("chop", "choppiness"))),
            ["ADL"] = new("AD", Outputs: Words(("adl", "ad"), ("moneyFlowMultiplier", "multiplier"), ("moneyFlowVolume", "flow"))),
            ["CMF"] = new("CMF", Outputs: Words(("moneyFlowMultiplier", "multiplier"), ("moneyFlowVolume", "flow"))),
            ["ChaikinOsc"] = new("ADOSC", Outputs: Words(("oscillator", "adosc"))),
            ["Fractal"] = new("FRACTAL", Words(("windowSpan", "span")), Words(("fractalBear", "top"), ("fractalBull", "bottom"))),
        };
        foreach (var same in (string[])["SMA", "EMA", "WMA", "HMA", "SMMA", "VWMA", "RSI", "CMO", "CCI", "ROC", "MACD", "MFI", "OBV", "VWAP"])
        {
            bindings[same] = new IndicatorBinding(same);
        }

        foreach (var (other, name) in OtherNames)
        {
            bindings[other] = bindings[name];
        }

        return bindings;
    }

    private static Dictionary<string, string> Words(params (string Theirs, string Ours)[] words) => words.ToDictionary(word => word.Theirs, word => word.Ours);

    private static Dictionary<string, object> With(string parameter, string choice) => new() { [parameter] = choice };
}
