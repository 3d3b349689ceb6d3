using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.MonteCarlo;

public readonly record struct QuantileValue(double Level, double Value);

/// <summary>Quantiles of the paths' equity along the way.</summary>
/// <param name="Unit">"trades" or "candles".</param>
/// <param name="Bands">A list for each level, as long as the steps.</param>
public sealed record Fan(string Unit, ImmutableArray<int> Steps, ImmutableArray<double> Levels, ImmutableArray<ImmutableArray<double>> Bands);

/// <summary>What all paths together say. Quantiles are of type 7.</summary>
public sealed record MonteCarloReport
{
    private static readonly ImmutableArray<double> FanLevels = [0.05, 0.25, 0.5, 0.75, 0.95];
    private static readonly ImmutableArray<double> EndLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    public required MonteCarloTerms Terms { get; init; }

    public required int Paths { get; init; }

    public required int PathsFailed { get; init; }

    /// <summary>Why the first of those failed; null when none did.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>In words; null when the paths are conditional on nothing.</summary>
    public string? Condition { get; init; }

    /// <summary>Share of paths that end below the initial capital; null without paths.</summary>
    public double? ProbabilityOfLoss { get; init; }

    /// <summary>Share of paths that ever fell to the ruin level; null without paths.</summary>
    public double? RiskOfRuin { get; init; }

    public required ImmutableArray<QuantileValue> FinalEquity { get; init; }

    public required ImmutableArray<QuantileValue> MaxDrawdown { get; init; }

    public required Fan Fan { get; init; }

    /// <param name="terms">What was asked.</param>
    /// <param name="initial">Capital.</param>
    /// <param name="maker">Of the paths.</param>
    /// <param name="paths">In the order of their numbers.</param>
    internal static MonteCarloReport Of(MonteCarloTerms terms, double initial, IPathMaker maker, IReadOnlyList<PathResult> paths)
    {
        var made = paths.Where(path => path.Fault is null).ToList();
        var ruin = initial * (1 - (double)terms.RuinAt);
        return new MonteCarloReport
        {
            Terms = terms,
            Paths = made.Count,
            PathsFailed = terms.Paths - made.Count,
            FirstFailure = paths.FirstOrDefault(path => path.Fault is not null)?.Fault,
            Condition = terms.WinRate is { } rate
                ? $"Trades are drawn so that between {rate.Min:P0} and {rate.Max:P0} of them win: what would follow if that were so, not how likely it is." : null,
            ProbabilityOfLoss = made.Count == 0 ? null : made.Count(path => path.Final < initial) / (double)made.Count,
            RiskOfRuin = made.Count == 0 ? null : made.Count(path => path.Lowest <= ruin) / (double)made.Count,
            FinalEquity = Of(made, path => path.Final),
            MaxDrawdown = Of(made, path => path.MaxDrawdown),
            Fan = FanOf(maker, made),
        };
    }

    private static ImmutableArray<QuantileValue> Of(List<PathResult> paths, Func<PathResult, double> figure)
    {
        var sorted = paths.Select(figure).Order().ToArray();
        return sorted.Length == 0 ? [] : [.. EndLevels.Select(level => new QuantileValue(level, Quantiles.Type7(sorted, level)))];
    }

    private static Fan FanOf(IPathMaker maker, List<PathResult> paths)
    {
        var steps = Enumerable.Range(0, maker.Steps.Count).ToList();
        var sorted = paths.Count == 0 ? [] : steps.Select(step => paths.Select(path => path.Curve[step]).Order().ToArray()).ToList();
        return new Fan(
            maker.Unit,
            [.. steps.Select(step => maker.Steps[step])],
            FanLevels,
            [.. FanLevels.Select(level => sorted.Select(values => Quantiles.Type7(values, level)).ToImmutableArray())]);
    }
}
