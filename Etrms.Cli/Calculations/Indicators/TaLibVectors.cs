using System.Text.Json;
using Etrms.Domain.Analysis.Indicators.Catalog;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Files of TA-Lib's results: a series, or an object of them, per function and its periods, such as RSI_14.</summary>
internal sealed class TaLibVectors : IVectorFamily
{
    /// <summary>From the index on from which seeding no longer matters, the files ask for less.</summary>
    private static readonly Tolerance Settled = new(1e-5, 1e-7);

    private static readonly Dictionary<string, IndicatorBinding> Bindings = TaLibNames.Create();

    public string Name => "indicators of TA-Lib";

    public bool Takes(VectorFile file) =>
        file.Has("input", "close") && file.Has("parameters") && file.Has("expected") && file.Expected.ValueKind == JsonValueKind.Object
        && file.Expected.EnumerateObject().Any(function => BindingOf(function.Name) is not null && file.Parameters.Has(function.Name));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var bars = BarArrays.Of(file.Input);
        foreach (var function in file.Expected.EnumerateObject())
        {
            if (BindingOf(function.Name) is { } binding && file.Parameters.Has(function.Name))
            {
                Compare(file, bars, function, binding, findings);
            }
            else
            {
                findings.Missing(function.Name, function.Value);
            }
        }
    }

    /// <summary>By the longest known beginning of a name such as MACD_12_26_9.</summary>
    internal static IndicatorBinding? BindingOf(string name)
    {
        var known = Bindings.Keys.Where(key => name == key || name.StartsWith($"{key}_", StringComparison.Ordinal)).MaxBy(key => key.Length);
        return known is null ? null : Bindings[known];
    }

    private static void Compare(VectorFile file, BarArrays bars, JsonProperty function, IndicatorBinding binding, VectorFindings findings)
    {
        var parameters = file.Parameters.GetProperty(function.Name);
        var settings = binding.Settle(parameters);
        var isSettled = parameters.Has(VectorKeys.CompareFrom);
        var tolerance = isSettled ? Settled : Tolerance.Of(file.Tolerance);
        var outputs = function.Value.ValueKind == JsonValueKind.Array ? [function] : function.Value.EnumerateObject().ToArray();
        var values = Aligned(outputs.Select(output => OverOf(binding, bars, settings, output.Name)).ToArray());
        foreach (var (output, made) in outputs.Zip(values))
        {
            var key = output.Name == function.Name ? function.Name : $"{function.Name}.{output.Name}";
            if (made is not null)
            {
                findings.Series(key, output.Value, made, tolerance, parameters.Whole(VectorKeys.CompareFrom, 0));
            }
            else
            {
                findings.Missing(key, output.Value);
            }
        }
    }

    private static double[]? OverOf(IndicatorBinding binding, BarArrays bars, IndicatorSettings settings, string output) =>
        binding.OutputOf(output) is >= 0 and var place ? binding.Over(bars.Spans, settings, place) : null;

    /// <summary>TA-Lib tells nothing before every output of a function is known.</summary>
    private static double[]?[] Aligned(double[]?[] outputs)
    {
        var first = outputs.OfType<double[]>().Select(output => Array.FindIndex(output, value => !double.IsNaN(value))).DefaultIfEmpty(0).Max();
        foreach (var output in outputs.OfType<double[]>())
        {
            output.AsSpan(0, Math.Max(first, 0)).Fill(double.NaN);
        }

        return outputs;
    }
}
