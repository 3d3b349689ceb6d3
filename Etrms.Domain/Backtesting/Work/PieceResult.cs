using System.Collections.Immutable;
using Etrms.Domain.Backtesting.MonteCarlo;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.WalkForward;

namespace Etrms.Domain.Backtesting.Work;

/// <summary>What one piece of work came to; kept until all are there.</summary>
public sealed record PieceResult
{
    /// <summary>In the order in which they were tried.</summary>
    public ImmutableArray<Trial> Trials { get; init; } = [];

    public WindowResult? Window { get; init; }

    /// <summary>In the order of their numbers.</summary>
    public ImmutableArray<PathResult> Paths { get; init; } = [];
}
