using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

/// <summary>What a person must know of an indicator to use it: parameters, outputs, when they begin, and where the formula is from.</summary>
public sealed record IndicatorEntry
{
    /// <summary>Short name in capitals, such as RSI.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Where the formula is from, and whose convention holds where they differ.</summary>
    public required string Source { get; init; }

    public required BarColumns Reads { get; init; }

    public ImmutableArray<IndicatorParameter> Parameters { get; init; } = [];

    public required ImmutableArray<IndicatorOutput> Outputs { get; init; }

    /// <summary>A fresh one, before its first bar.</summary>
    public required Func<IndicatorSettings, IIndicator> Create { get; init; }

    /// <summary>The given values with defaults for the rest; a fault instead when one is unknown or out of range.</summary>
    public (IndicatorSettings? Settings, string? Fault) Settle(IReadOnlyDictionary<string, object> given)
    {
        if (given.Keys.FirstOrDefault(name => Parameters.All(parameter => parameter.Name != name)) is { } unknown)
        {
            return (null, $"{Name} has no parameter \"{unknown}\"");
        }

        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var parameter in Parameters)
        {
            var (value, fault) = given.TryGetValue(parameter.Name, out var wanted) ? parameter.Read(wanted) : (parameter.Default, null);
            if (fault is not null)
            {
                return (null, fault);
            }

            values[parameter.Name] = value;
        }

        return (new IndicatorSettings(values), null);
    }

    /// <summary>Every output over a series, in the order of <see cref="Outputs"/>; NaN where undefined. The columns that it reads must be there.</summary>
    public double[][] Over(BarSpans bars, IndicatorSettings settings)
    {
        var flat = new double[Outputs.Length * bars.Count];
        IndicatorRun.Over(Create(settings), bars, flat);
        var count = bars.Count;
        return [.. Enumerable.Range(0, Outputs.Length).Select(output => flat.AsSpan(output * count, count).ToArray())];
    }
}

/// <summary>One output of an indicator.</summary>
/// <param name="First">Index of the first bar at which it can be known; null when the market decides.</param>
/// <param name="DrawnBefore">Bars between the one at which it is known and the one above which charts draw it.</param>
public sealed record IndicatorOutput(string Name, Func<IndicatorSettings, int>? First, Func<IndicatorSettings, int>? DrawnBefore = null)
{
    /// <summary>Outputs that are first known at the same bar.</summary>
    internal static ImmutableArray<IndicatorOutput> Together(Func<IndicatorSettings, int> first, params ReadOnlySpan<string> names)
    {
        var outputs = ImmutableArray.CreateBuilder<IndicatorOutput>(names.Length);
        foreach (var name in names)
        {
            outputs.Add(new IndicatorOutput(name, first));
        }

        return outputs.MoveToImmutable();
    }
}
