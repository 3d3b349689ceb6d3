using System.Text.Json;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Catalog;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>How another library's function is said with the catalogue: its entry, its words for parameters and outputs, the convention it follows.</summary>
/// <param name="Entry">Name in the catalogue.</param>
/// <param name="Parameters">Its names for parameters, where they differ.</param>
/// <param name="Outputs">Its names for outputs, where they differ.</param>
/// <param name="Convention">Parameters that its convention fixes.</param>
internal sealed record IndicatorBinding(
    string Entry,
    IReadOnlyDictionary<string, string>? Parameters = null,
    IReadOnlyDictionary<string, string>? Outputs = null,
    IReadOnlyDictionary<string, object>? Convention = null)
{
    /// <summary>The one output that the function has; null when it has several, under their names.</summary>
    public string? Only { get; init; }

    /// <summary>Whether the function does not tell the first value, which only begins the recursion.</summary>
    public bool LeavesOutFirst { get; init; }

    public IndicatorEntry Found { get; } = IndicatorCatalog.Find(Entry) ?? throw new ArgumentException($"{Entry} is not in the catalogue.", nameof(Entry));

    /// <summary>Settings from a file's parameters: notes are text and stay aside, a number that is not known here is refused.</summary>
    public IndicatorSettings Settle(JsonElement parameters)
    {
        var given = new Dictionary<string, object>(Convention ?? new Dictionary<string, object>(), StringComparer.Ordinal);
        foreach (var parameter in parameters.ValueKind == JsonValueKind.Object ? parameters.EnumerateObject().ToList() : [])
        {
            if (parameter.Value.ValueKind == JsonValueKind.Number && parameter.Name != VectorKeys.CompareFrom)
            {
                given[Ours(Parameters, parameter.Name)] = parameter.Value.GetDouble();
            }
        }

        return Settle(given);
    }

    public IndicatorSettings Settle(IReadOnlyDictionary<string, object> given)
    {
        var (settings, fault) = Found.Settle(given);
        return settings ?? throw new FormatException(fault);
    }

    /// <summary>Place of one of its outputs; negative when the catalogue has none of that name.</summary>
    public int OutputOf(string name)
    {
        var ours = Only ?? Ours(Outputs, name);
        return Found.Outputs.ToList().FindIndex(output => output.Name == ours);
    }

    /// <summary>One output over a series.</summary>
    public double[] Over(BarSpans bars, IndicatorSettings settings, int output)
    {
        var values = Found.Over(bars, settings)[output];
        if (LeavesOutFirst && Array.FindIndex(values, value => !double.IsNaN(value)) is >= 0 and var first)
        {
            values[first] = double.NaN;
        }

        return values;
    }

    private static string Ours(IReadOnlyDictionary<string, string>? words, string name) => words?.GetValueOrDefault(name)
        ?? (name is "n" or "lookbackPeriods" or "length" ? "period" : JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
}
