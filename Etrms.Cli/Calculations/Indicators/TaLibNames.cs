namespace Etrms.Cli.Calculations.Indicators;

/// <summary>TA-Lib's functions, said with the catalogue. An output that is alone is the first one named.</summary>
internal static class TaLibNames
{
    private static readonly Dictionary<string, string> Deviations = new() { ["k"] = "deviations", ["nbdev"] = "deviations", ["nbDev"] = "deviations" };

    private static readonly Dictionary<string, object> OwnDirection = new() { ["seeding"] = "talib" };

    public static Dictionary<string, IndicatorBinding> Create() => new(StringComparer.Ordinal)
    {
        ["SMA"] = Alone("SMA", "sma"),
        ["EMA"] = Alone("EMA", "ema"),
        ["WMA"] = Alone("WMA", "wma"),
        ["DEMA"] = Alone("DEMA", "dema"),
        ["TEMA"] = Alone("TEMA", "tema"),
        ["TRIMA"] = Alone("TRIMA", "trima"),
        ["KAMA"] = Alone("KAMA", "kama") with { LeavesOutFirst = true },
        ["RSI"] = Alone("RSI", "rsi"),
        ["ROC"] = Alone("ROC", "roc"),
        ["MOM"] = Alone("ROC", "momentum"),
        ["TRIX"] = Alone("TRIX", "trix"),
        ["CCI"] = Alone("CCI", "cci"),
        ["MFI"] = Alone("MFI", "mfi"),
        ["WILLR"] = Alone("WILLIAMS_R", "williams_r"),
        ["ATR"] = Alone("ATR", "atr"),
        ["NATR"] = Alone("ATR", "atr_percent"),
        ["TRANGE"] = Alone("ATR", "tr"),
        ["ADX"] = Alone("ADX", "adx", OwnDirection),
        ["ADXR"] = Alone("ADX", "adxr", OwnDirection),
        ["DX"] = Alone("ADX", "dx", OwnDirection),
        ["PLUS_DI"] = Alone("ADX", "plus_di", OwnDirection),
        ["MINUS_DI"] = Alone("ADX", "minus_di", OwnDirection),
        ["PLUS_DM"] = Alone("ADX", "plus_dm", OwnDirection),
        ["MINUS_DM"] = Alone("ADX", "minus_dm", OwnDirection),
        ["STDDEV"] = Alone("STDDEV", "deviation"),
        ["LINEARREG"] = Alone("REGRESSION", "value"),
        ["LINEARREG_SLOPE"] = Alone("REGRESSION", "slope"),
        ["LINEARREG_ANGLE"] = Alone("REGRESSION_ANGLE", "angle"),
        ["LINEARREG_INTERCEPT"] = Alone("REGRESSION", "start"),
        ["TSF"] = Alone("REGRESSION", "forecast"),
        ["CORREL"] = Alone("RANGE_CORRELATION", "correlation"),
        ["OBV"] = Alone("OBV", "obv", new Dictionary<string, object> { ["start"] = "firstvolume" }),
        ["AD"] = Alone("AD", "ad"),
        ["ADOSC"] = Alone("ADOSC", "adosc", new Dictionary<string, object> { ["seeding"] = "first" }),
        ["ULTOSC"] = Alone("ULTIMATE", "ultimate"),
        ["AROONOSC"] = Alone("AROON", "oscillator"),
        ["AROON"] = new("AROON"),
        ["BBANDS"] = new("BOLLINGER", Deviations),
        ["BB"] = new("BOLLINGER", Deviations),
        ["MACD"] = new("MACD", Outputs: new Dictionary<string, string> { ["hist"] = "histogram" }, Convention: new Dictionary<string, object> { ["seeding"] = "joint" }),
        ["STOCH"] = new("STOCHASTIC", new Dictionary<string, string> { ["k"] = "period", ["slowK"] = "slowing", ["slowD"] = "signal" }),
    };

    private static IndicatorBinding Alone(string entry, string output, IReadOnlyDictionary<string, object>? convention = null) =>
        new(entry, Convention: convention) { Only = output };
}
