using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Contracts;

/// <summary>A measured number, or why there is none.</summary>
/// <param name="Value">Null when unknown.</param>
/// <param name="Reason">Why it is unknown, in words; null when it is known.</param>
/// <param name="At">Our clock when it was measured: its age counts from there. Null when it never was.</param>
public sealed record MeasureView(decimal? Value, string? Reason, DateTimeOffset? At);

/// <summary>
/// Measures of the whole book that are taken with the clock and after fills: the channel risk-measures and GET /risk/measures. Money in
/// quote units (USDT), ratios as fractions or multiples of equity.
/// </summary>
public sealed record RiskMeasuresView
{
    /// <summary>0 (calm) to 100.</summary>
    public required MeasureView RiskScore { get; init; }

    public IReadOnlyList<RiskScorePart> RiskScoreParts { get; init; } = [];

    /// <summary>Market time up to which the hours of every held contract are known; null without positions or hours.</summary>
    public DateTimeOffset? HistoryUntil { get; init; }

    /// <summary>By coin over all venues, largest first.</summary>
    public IReadOnlyList<UnderlyingExposureView> Exposures { get; init; } = [];

    /// <summary>Sum of squared shares by coin, 0 to 1.</summary>
    public required MeasureView Concentration { get; init; }

    /// <summary>Equal coins that would be as concentrated.</summary>
    public required MeasureView EffectiveNumber { get; init; }

    /// <summary>Correlation-adjusted notional over equity.</summary>
    public required MeasureView CorrelatedExposure { get; init; }

    /// <summary>Correlation-adjusted over gross notional: 1 is one bet, less is spread or hedged.</summary>
    public required MeasureView DiversificationRatio { get; init; }

    /// <summary>Why a correlation of 0.95 is assumed; null when correlations are measured.</summary>
    public string? StressedBecause { get; init; }

    /// <summary>Signed notional x beta over equity; negative is short of the market.</summary>
    public required MeasureView BetaExposure { get; init; }

    /// <summary>A day of the present funding rates over equity; negative is paid.</summary>
    public required MeasureView FundingPerDay { get; init; }

    /// <summary>One per account with positions.</summary>
    public IReadOnlyList<JointDistanceView> JointDistances { get; init; } = [];

    /// <summary>One per horizon.</summary>
    public IReadOnlyList<TailView> Tails { get; init; } = [];

    public IReadOnlyList<StressView> Stresses { get; init; } = [];

    /// <summary>Why there is no stress set; null when there is one.</summary>
    public string? StressReason { get; init; }
}

/// <summary>Notional in one coin over all venues; net is signed.</summary>
/// <param name="Share">Of the book's gross notional.</param>
/// <param name="Beta">To BTC.</param>
public sealed record UnderlyingExposureView(
    string Underlying, MeasureView Gross, MeasureView Net, MeasureView Long, MeasureView Short, MeasureView Share, MeasureView Beta,
    IReadOnlyList<VenueExposureView> Venues);

/// <summary>One venue's part in the exposure to a coin; net is signed.</summary>
public sealed record VenueExposureView(string Exchange, MeasureView Gross, MeasureView Net);

/// <param name="Move">Smallest common move of prices that liquidates the account, signed: -0.12 is a fall of 12 %.</param>
/// <param name="IsOutOfReach">True when no move from a total loss to a doubling does; Move is then null without a reason.</param>
public sealed record JointDistanceView(Guid AccountId, string Name, MeasureView Move, bool IsOutOfReach);

/// <summary>Value at risk and expected shortfall as positive losses, by three models and by their vote: the largest that passes its test.</summary>
public sealed record TailView(
    decimal Confidence, int HorizonHours, MeasureView ValueAtRisk, MeasureView ExpectedShortfall, IReadOnlyList<TailModelView> Models);

/// <param name="HasVote">False greys the model out: it is unknown, or its test fails while another's does not.</param>
/// <param name="Coverage">Null while it cannot be tested; CoverageReason says why.</param>
public sealed record TailModelView(
    TailModel Model, MeasureView ValueAtRisk, MeasureView ExpectedShortfall, bool HasVote, CoverageView? Coverage, string? CoverageReason);

/// <summary>Hourly forecasts against what came. Kupiec, Independence and Joint are p values; below 0.05 in Kupiec or Joint fails.</summary>
/// <param name="ShortfallRatio">Mean of loss over expected shortfall on exceptions, near 1 when right; null without exceptions.</param>
public sealed record CoverageView(
    int Observations, int Exceptions, double Expected, double Kupiec, double Independence, double Joint, double? ShortfallRatio, bool IsFailing);

/// <param name="Name">Key such as UNIFORM_-20.</param>
/// <param name="Profit">In quote units; losses negative. Null when it cannot be told.</param>
/// <param name="EquityAfter">In quote units; may be below 0. Null when it cannot be told.</param>
/// <param name="Reason">Why it cannot be told; null when it can.</param>
public sealed record StressView(string Name, string Description, decimal? Profit, decimal? EquityAfter, string? Reason = null);
