using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;

namespace Etrms.Domain.Backtesting.WalkForward;

/// <summary>What one window came to.</summary>
public sealed record WindowResult
{
    /// <summary>From 0.</summary>
    public required int Number { get; init; }

    /// <summary>What training chose; null when no combination could be chosen.</summary>
    public long? Combination { get; init; }

    public TrialFigures? InSample { get; init; }

    public TrialFigures? OutOfSample { get; init; }

    /// <summary>Every combination that training tried.</summary>
    public required TrialLedger Tried { get; init; }

    /// <summary>Combinations of the training that could not be run.</summary>
    public int Failed { get; init; }

    /// <summary>Why the first of them could not; null when all could.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>Why there is nothing out of sample; null when there is.</summary>
    public string? Fault { get; init; }
}
