using System.Text.Json;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Files of degenerate series: the last value of each indicator over a flat, a rising, a falling and a spiked one.</summary>
internal sealed class EdgeCaseVectors : IVectorFamily
{
    private const string Flat = "flat";

    private static readonly Dictionary<string, string> Names = new() { ["SLOPE"] = "LINEARREG_SLOPE" };

    public string Name => "indicators of degenerate series";

    public bool Takes(VectorFile file) => file.Has("input", "series") && file.Has("input", "halfRange");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance);
        foreach (var series in file.Expected.EnumerateObject())
        {
            var closes = file.Input.GetProperty("series").Numbers(series.Name);
            var half = file.Input.GetProperty("halfRange").Number(series.Name == Flat ? Flat : "others");
            var bars = new BarArrays(closes, [.. closes.Select(close => close + half)], [.. closes.Select(close => close - half)], closes, null);
            foreach (var indicator in series.Value.EnumerateObject())
            {
                Compare($"{series.Name}.{indicator.Name}", indicator, bars, findings, tolerance);
            }
        }
    }

    private static void Compare(string key, JsonProperty indicator, BarArrays bars, VectorFindings findings, Tolerance tolerance)
    {
        var parts = indicator.Name.Split('_');
        var name = string.Join('_', parts.Where(part => !int.TryParse(part, out _)));
        if (TaLibVectors.BindingOf(Names.GetValueOrDefault(name, name)) is not { } binding)
        {
            findings.Missing(key, indicator.Value);
            return;
        }

        var made = LastValues(binding, [.. parts.Where(part => int.TryParse(part, out _)).Select(double.Parse)], bars);
        string[] outputs = (binding.Entry, indicator.Value.ValueKind) switch
        {
            ("BOLLINGER", JsonValueKind.Array) => ["upper", "middle", "lower"],
            ("BOLLINGER", _) => ["percent_b"],
            ("MACD", _) => ["macd", "signal", "histogram"],
            _ => [binding.Only!],
        };
        if (indicator.Value.ValueKind == JsonValueKind.Array)
        {
            findings.Series(key, indicator.Value, outputs.Select(output => made[output]).ToArray(), tolerance);
        }
        else
        {
            // Where libraries differ, the file says what is recommended.
            var expected = indicator.Value.ValueKind == JsonValueKind.Object ? indicator.Value.GetProperty("recommended") : indicator.Value;
            findings.Value(key, expected, made[outputs[0]], tolerance);
        }
    }

    /// <summary>Every output at the last bar, with the numbers of a name as the indicator's first parameters.</summary>
    private static Dictionary<string, double> LastValues(IndicatorBinding binding, double[] numbers, BarArrays bars)
    {
        var given = new Dictionary<string, object>(binding.Convention ?? new Dictionary<string, object>());
        foreach (var (parameter, number) in binding.Found.Parameters.Zip(numbers))
        {
            given[parameter.Name] = number;
        }

        var outputs = binding.Found.Over(bars.Spans, binding.Settle(given));
        return binding.Found.Outputs.Zip(outputs).ToDictionary(each => each.First.Name, each => each.Second[^1]);
    }
}
