using System.Text.Json;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Assistant.Setups.Candlesticks;

namespace Etrms.Domain.Tests.Analysis.Indicators;

/// <summary>TA-Lib's figures over made-up bars; tests/golden/indicators says how they came about.</summary>
public sealed class GoldenIndicatorTests
{
    private static readonly JsonElement Golden = Read();

    private static readonly Dictionary<string, (string Entry, string[] Outputs, string[] Parameters)> Names = new()
    {
        ["SMA"] = ("SMA", ["sma"], ["period"]),
        ["EMA"] = ("EMA", ["ema"], ["period"]),
        ["WMA"] = ("WMA", ["wma"], ["period"]),
        ["DEMA"] = ("DEMA", ["dema"], ["period"]),
        ["TEMA"] = ("TEMA", ["tema"], ["period"]),
        ["TRIMA"] = ("TRIMA", ["trima"], ["period"]),
        ["KAMA"] = ("KAMA", ["kama"], ["period"]),
        ["RSI"] = ("RSI", ["rsi"], ["period"]),
        ["ROC"] = ("ROC", ["roc"], ["period"]),
        ["MOM"] = ("ROC", ["momentum"], ["period"]),
        ["TRIX"] = ("TRIX", ["trix"], ["period"]),
        ["CCI"] = ("CCI", ["cci"], ["period"]),
        ["MFI"] = ("MFI", ["mfi"], ["period"]),
        ["WILLR"] = ("WILLIAMS_R", ["williams_r"], ["period"]),
        ["ATR"] = ("ATR", ["atr"], ["period"]),
        ["NATR"] = ("ATR", ["atr_percent"], ["period"]),
        ["ADX"] = ("ADX", ["adx"], ["period"]),
        ["ADXR"] = ("ADX", ["adxr"], ["period"]),
        ["DX"] = ("ADX", ["dx"], ["period"]),
        ["PLUS_DI"] = ("ADX", ["plus_di"], ["period"]),
        ["MINUS_DI"] = ("ADX", ["minus_di"], ["period"]),
        ["PLUS_DM"] = ("ADX", ["plus_dm"], ["period"]),
        ["STDDEV"] = ("STDDEV", ["deviation"], ["period"]),
        ["LINEARREG"] = ("REGRESSION", ["value"], ["period"]),
        ["LINEARREG_SLOPE"] = ("REGRESSION", ["slope"], ["period"]),
        ["LINEARREG_ANGLE"] = ("REGRESSION_ANGLE", ["angle"], ["period"]),
        ["LINEARREG_INTERCEPT"] = ("REGRESSION", ["start"], ["period"]),
        ["TSF"] = ("REGRESSION", ["forecast"], ["period"]),
        ["CORREL"] = ("RANGE_CORRELATION", ["correlation"], ["period"]),
        ["OBV"] = ("OBV", ["obv"], []),
        ["AD"] = ("AD", ["ad"], []),
        ["ADOSC"] = ("ADOSC", ["adosc"], ["fast", "slow"]),
        ["ULTOSC"] = ("ULTIMATE", ["ultimate"], ["first", "second", "third"]),
        ["AROON"] = ("AROON", ["down", "up"], ["period"]),
        ["AROONOSC"] = ("AROON", ["oscillator"], ["period"]),
        ["BBANDS"] = ("BOLLINGER", ["upper", "middle", "lower"], ["period", "deviations"]),
        ["MACD"] = ("MACD", ["macd", "signal", "histogram"], ["fast", "slow", "signal"]),
        ["STOCH"] = ("STOCHASTIC", ["k", "d"], ["period", "slowing", "", "signal"]),
    };

    /// <summary>TA-Lib's side of each choice.</summary>
    private static readonly Dictionary<string, (string, object)> Conventions = new()
    {
        ["ADX"] = ("seeding", "talib"),
        ["MACD"] = ("seeding", "joint"),
        ["OBV"] = ("start", "firstvolume"),
        ["ADOSC"] = ("seeding", "first"),
    };

    public static TheoryData<string> Functions => [.. Golden.GetProperty("indicators").EnumerateObject().Select(function => function.Name)];

    public static TheoryData<string> Patterns => [.. CandlestickCatalog.All.Select(pattern => pattern.Code)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void An_indicator_equals_TA_Lib(string function)
    {
        var expected = Golden.GetProperty("indicators").GetProperty(function);
        var (entry, outputs, parameters) = Names[function];
        var given = parameters.Zip(expected.GetProperty("parameters").EnumerateArray(), (name, value) => (name, (object)value.GetDouble())).Where(each => each.name.Length > 0);
        var bars = Bars("bars");

        foreach (var (output, values) in outputs.Zip(expected.GetProperty("outputs").EnumerateArray()))
        {
            var made = bars.Of(entry, output, [.. given, .. Conventions.TryGetValue(entry, out var convention) ? new[] { convention } : []]);
            Assert.NotEqual(0, values.GetArrayLength());
            Assert.All(values.EnumerateArray(), value =>
                Assert.True(
                    Math.Abs(made[value[0].GetInt32()] - value[1].GetDouble()) <= 1e-9 * Math.Max(1, Math.Abs(value[1].GetDouble())),
                    $"{output} of bar {value[0]} is {made[value[0].GetInt32()]}, not {value[1]}"));
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_candlestick_pattern_signals_where_TA_Lib_does(string code)
    {
        var expected = Golden.GetProperty("candles").GetProperty(code);
        var pattern = CandlestickCatalog.All.Single(each => each.Code == code);
        var bars = Bars("nights");
        var signals = new double[bars.Count];

        IndicatorRun.Over(new CandlestickScan([pattern]), bars.Spans, signals);

        Assert.Equal(expected.GetProperty("first").GetInt32(), pattern.First);
        Assert.All(signals[..pattern.First], signal => Assert.True(double.IsNaN(signal)));
        Assert.Equal(
            expected.GetProperty("signals").EnumerateArray().Select(signal => (signal[0].GetInt32(), signal[1].GetDouble())),
            signals.Index().Where(signal => Math.Abs(signal.Item) > 0));
    }

    private static SomeBars Bars(string name)
    {
        var columns = Golden.GetProperty(name);
        double[] Column(string column) => columns.TryGetProperty(column, out var values) ? [.. values.EnumerateArray().Select(value => value.GetDouble())] : [];
        return new SomeBars(Column("open"), Column("high"), Column("low"), Column("close"), Column("volume"));
    }

    private static JsonElement Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "indicators.json")));
        return file.RootElement.Clone();
    }
}
