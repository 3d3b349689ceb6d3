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
        var isPercent = name.EndsWith("_percentB", StringComparison.Ordinal);
        if (TaLibVectors.BindingOf(Names.GetValueOrDefault(name, name)) is not { } binding)
        {
            findings.Missing(key, 1);
            return;
        }

        string[] periods = name == "BB" ? ["period", "deviations"] : ["period"];
        var given = new Dictionary<string, object>(binding.Convention ?? new Dictionary<string, object>());
        foreach (var (parameter, part) in periods.Zip(parts.Where(part => int.TryParse(part, out _))))
        {
            given[parameter] = (double)int.Parse(part);
        }

        var outputs = binding.Found.Over(bars.Spans, binding.Settle(given));
        double Last(string output) => outputs[binding.Found.Outputs.ToList().FindIndex(each => each.Name == output)][^1];
        switch (indicator.Value.ValueKind)
        {
            case JsonValueKind.Array:
                string[] several = binding.Entry == "BOLLINGER" ? ["upper", "middle", "lower"] : ["macd", "signal", "histogram"];
                findings.Series(key, indicator.Value, several.Select(Last).ToArray(), tolerance);
                break;
            case JsonValueKind.Object when isPercent:
                findings.Value(key, indicator.Value.GetProperty("recommended"), Last("percent_b"), tolerance);
                break;
            case JsonValueKind.Object:
                findings.Value(key, indicator.Value.GetProperty("recommended"), Last(binding.Only!), tolerance);
                break;
            default:
                findings.Value(key, indicator.Value, Last(binding.Only!), tolerance);
                break;
        }
    }
}
