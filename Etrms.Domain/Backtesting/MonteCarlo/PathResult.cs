using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.MonteCarlo;

/// <summary>One way it might have gone.</summary>
public sealed record PathResult
{
    /// <summary>From 0; its random numbers follow from the seed of the request and this.</summary>
    public required int Number { get; init; }

    /// <summary>Equity at the steps of the fan; empty when it failed.</summary>
    public ImmutableArray<double> Curve { get; init; } = [];

    public double Final { get; init; }

    /// <summary>Largest fall from the peak, as a fraction.</summary>
    public double MaxDrawdown { get; init; }

    public double Lowest { get; init; }

    /// <summary>Why it could not be run; null when it was.</summary>
    public string? Fault { get; init; }
}
