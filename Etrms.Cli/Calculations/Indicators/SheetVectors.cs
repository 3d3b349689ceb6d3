using System.Text.Json;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Files of spreadsheets, rounded and begun by hand: a value is compared where the sheet has one.</summary>
internal sealed class SheetVectors : IVectorFamily
{
    /// <summary>Per sheet: its columns, the entry each is an output of, and the parameters that its name fixes.</summary>
    private static readonly Dictionary<string, SheetColumn[]> Sheets = new()
    {
        ["adx"] =
        [
            new("+DI14", "ADX", "plus_di", "DI"), new("-DI14", "ADX", "minus_di", "DI"), new("ADX14", "ADX", "adx", "ADX14"),
            new("TR", "ATR", "tr", "TR,TR14,DX"), new("DX", "ADX", "dx", "TR,TR14,DX"), new("TR14", "ADX", "range_sum", "TR,TR14,DX"),
        ],
        ["macd"] = [new("MACD", "MACD", "macd"), new("Signal", "MACD", "signal"), new("Histogram", "MACD", "histogram")],
        ["bb"] =
        [
            new("middle", "BOLLINGER", "middle"), new("upper", "BOLLINGER", "upper"), new("lower", "BOLLINGER", "lower"),
            new("bandWidthPercent", "BOLLINGER", "width", Factor: 100), new("percentB", "BOLLINGER", "percent_b"),
        ],
        ["atrWilder"] = [new("atr", "ATR", "atr")],
        ["rsi"] =
        [
            new("rsiWilder14", "RSI", "rsi", "rsi"), new("rsiSma14(Cutler)", "RSI", "rsi", "rsi", Smoothing: "simple"),
            new("sma14", "SMA", "sma", "sma/ema"), new("ema14", "EMA", "ema", "sma/ema"), new("macd12_26", "MACD", "macd", "macd", TakesPeriod: false),
        ],
    };

    public string Name => "indicators of spreadsheets";

    public bool Takes(VectorFile file) =>
        file.Has("parameters") && file.Has("expected") && file.Parameters.ValueKind == JsonValueKind.Object
        && file.Parameters.EnumerateObject().Any(sheet => Sheets.ContainsKey(sheet.Name) && sheet.Value.Has("absTol") && file.Has("input", sheet.Name));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        foreach (var sheet in file.Expected.EnumerateObject())
        {
            var parameters = file.Parameters.GetProperty(sheet.Name);
            var bars = BarArrays.Of(file.Input.GetProperty(sheet.Name));
            foreach (var column in sheet.Value.EnumerateObject())
            {
                var known = Sheets.GetValueOrDefault(sheet.Name)?.FirstOrDefault(each => each.Name == column.Name);
                if (known is null)
                {
                    findings.Missing($"{sheet.Name}.{column.Name}", column.Value);
                    continue;
                }

                Compare($"{sheet.Name}.{column.Name}", column.Value, known, parameters, bars, findings);
            }
        }
    }

    private static void Compare(string key, JsonElement expected, SheetColumn column, JsonElement parameters, BarArrays bars, VectorFindings findings)
    {
        var made = column.Over(parameters, bars);
        var stated = parameters.GetProperty("absTol");
        var tolerance = new Tolerance(0, stated.ValueKind == JsonValueKind.Number ? stated.GetDouble() : stated.Number(column.Tolerance!));
        for (var i = parameters.Whole(VectorKeys.CompareFrom, 0); i < made.Length; i++)
        {
            if (expected[i].ValueKind != JsonValueKind.Null)
            {
                findings.Value(key, expected[i], made[i], tolerance);
            }
        }
    }

    private sealed record SheetColumn(
        string Name, string Entry, string Output, string? Tolerance = null, double Factor = 1, string? Smoothing = null, bool TakesPeriod = true)
    {
        public double[] Over(JsonElement parameters, BarArrays bars)
        {
            var binding = new IndicatorBinding(Entry, new Dictionary<string, string> { ["k"] = "deviations" });
            var given = Smoothing is null ? [] : new Dictionary<string, object> { ["smoothing"] = Smoothing };
            foreach (var parameter in binding.Found.Parameters.Where(parameter => TakesPeriod && parameter.Choices.IsEmpty))
            {
                var theirs = parameter.Name switch { "period" => "n", "deviations" => "k", var same => same };
                if (parameters.Has(theirs))
                {
                    given[parameter.Name] = parameters.Number(theirs);
                }
            }

            var values = binding.Found.Over(bars.Spans, binding.Settle(given))[binding.OutputOf(Output)];
            return Factor.Equals(1) ? values : [.. values.Select(value => value * Factor)];
        }
    }
}
