using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Measures.Tail;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Measures;

/// <summary>A measured number and when it was measured, or the reason why there is none.</summary>
/// <param name="Value">Null when unknown.</param>
/// <param name="Reason">Why it is unknown; null when it is known.</param>
/// <param name="At">Our clock when it was measured; null when it never was.</param>
public readonly record struct Measured(decimal? Value, string? Reason, DateTimeOffset? At)
{
    public static Measured Known(decimal value, DateTimeOffset at) => new(value, null, at);

    public static Measured Unknown(string reason, DateTimeOffset? at = null) => new(null, reason, at);
}

/// <summary>The measures of the whole book that cost more than a tick may; taken with the clock and after fills. Money in quote units.</summary>
public sealed record RiskMeasures
{
    /// <summary>Market time up to which the hours of every held contract are known; null without positions or hours.</summary>
    public DateTimeOffset? HistoryUntil { get; init; }

    public ImmutableArray<UnderlyingExposure> Exposures { get; init; } = [];

    /// <summary>Sum of squared shares of gross notional by coin, over all venues.</summary>
    public required Measured Concentration { get; init; }

    /// <summary>Equal coins that would be as concentrated.</summary>
    public required Measured EffectiveNumber { get; init; }

    /// <summary>Root of n' rho n over equity.</summary>
    public required Measured CorrelatedExposure { get; init; }

    /// <summary>Correlation-adjusted over gross notional: 1 is one bet.</summary>
    public required Measured DiversificationRatio { get; init; }

    /// <summary>Why a correlation of 0.95 stands for the measured ones; null when they are measured.</summary>
    public string? StressedBecause { get; init; }

    /// <summary>Signed sum of beta x notional over equity; negative is short of the market.</summary>
    public required Measured BetaExposure { get; init; }

    /// <summary>What a day of the present funding rates earns over equity; negative is paid.</summary>
    public required Measured FundingPerDay { get; init; }

    public ImmutableArray<JointDistance> JointDistances { get; init; } = [];

    public ImmutableArray<TailMetrics> Tails { get; init; } = [];

    public ImmutableArray<StressResult> Stresses { get; init; } = [];

    /// <summary>Why there is no stress set; null when there is one.</summary>
    public string? StressReason { get; init; }
}

/// <summary>Notional in one coin over all venues and accounts, in quote units.</summary>
/// <param name="Share">Of the book's gross notional.</param>
/// <param name="Beta">To BTC; unknown without enough hours.</param>
public sealed record UnderlyingExposure(
    string Underlying, Measured Gross, Measured Net, Measured Long, Measured Short, Measured Share, Measured Beta,
    ImmutableArray<VenueExposure> Venues);

/// <summary>One venue's part in the exposure to a coin; net is signed.</summary>
public sealed record VenueExposure(Exchange Exchange, Measured Gross, Measured Net);

/// <summary>The smallest common move, signed, at which an account's equity falls to its maintenance margin.</summary>
/// <param name="Move">Null without a reason when it is out of reach.</param>
/// <param name="IsOutOfReach">True when no move from a total loss to a doubling liquidates the account.</param>
public readonly record struct JointDistance(AccountId Account, string Name, Measured Move, bool IsOutOfReach);

/// <summary>Value at risk and expected shortfall by three models over one horizon, and the one that drives limits.</summary>
public sealed record TailMetrics
{
    /// <summary>Such as 0.99.</summary>
    public required decimal Confidence { get; init; }

    public required int HorizonHours { get; init; }

    /// <summary>The largest of those that have a vote.</summary>
    public required Measured ValueAtRisk { get; init; }

    public required Measured ExpectedShortfall { get; init; }

    public ImmutableArray<TailModelMetrics> Models { get; init; } = [];
}

/// <summary>One model's answer and how it has done on the hours that are known.</summary>
/// <param name="HasVote">False when it is unknown, or its coverage fails while another's does not.</param>
/// <param name="Coverage">Null while too few hours were forecast to test it; see <paramref name="CoverageReason"/>.</param>
public sealed record TailModelMetrics(
    TailModel Model, Measured ValueAtRisk, Measured ExpectedShortfall, bool HasVote, CoverageMetrics? Coverage, string? CoverageReason);

/// <summary>Forecasts of single hours against what they brought (Kupiec 1995, Christoffersen 1998).</summary>
/// <param name="Observations">Hours that were forecast.</param>
/// <param name="Exceptions">Hours whose loss was larger than forecast.</param>
/// <param name="Expected">Exceptions that the confidence allows.</param>
/// <param name="Kupiec">p value of their number.</param>
/// <param name="Independence">p value of their independence.</param>
/// <param name="Joint">p value of both.</param>
/// <param name="ShortfallRatio">Mean of loss over expected shortfall on exceptions; null without any.</param>
/// <param name="IsFailing">True when their number or both together are less likely than 5 %.</param>
public readonly record struct CoverageMetrics(
    int Observations, int Exceptions, double Expected, double Kupiec, double Independence, double Joint, double? ShortfallRatio, bool IsFailing);
