using System.Text.Json;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Files of Stock.Indicators' results: parameters and expected both hold an object per indicator, under that library's names.</summary>
internal sealed class StockIndicatorsVectors : IVectorFamily
{
    private static readonly Dictionary<string, IndicatorBinding> Bindings = StockIndicatorsNames.Create();

    public string Name => "indicators of Stock.Indicators";

    public bool Takes(VectorFile file) =>
        file.Has("input", "close") && file.Has("parameters") && file.Has("expected") && file.Expected.ValueKind == JsonValueKind.Object
        && file.Expected.EnumerateObject().Any(indicator => Bindings.ContainsKey(indicator.Name) && indicator.Value.ValueKind == JsonValueKind.Object
            && file.Parameters.Has(indicator.Name));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var bars = BarArrays.Of(file.Input);
        var tolerance = Tolerance.Of(file.Tolerance);
        foreach (var indicator in file.Expected.EnumerateObject())
        {
            if (!Bindings.TryGetValue(indicator.Name, out var binding))
            {
                findings.Missing(indicator.Name, indicator.Value);
                continue;
            }

            var settings = binding.Settle(file.Parameters.GetProperty(indicator.Name));
            var outputs = binding.Found.Over(bars.Spans, settings);
            foreach (var series in indicator.Value.EnumerateObject().Where(series => series.Value.ValueKind == JsonValueKind.Array))
            {
                var key = $"{indicator.Name}.{series.Name}";
                if (binding.OutputOf(series.Name) is >= 0 and var output)
                {
                    // That library writes a value where charts draw it, also when only later bars made it known.
                    var early = binding.Found.Outputs[output].DrawnBefore?.Invoke(settings) ?? 0;
                    findings.Series(key, series.Value, IndicatorCalculation.Shifted(outputs[output], early), tolerance);
                }
                else
                {
                    findings.Missing(key, series.Value);
                }
            }
        }
    }
}
