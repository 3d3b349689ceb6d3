namespace Etrms.Domain.Risk.Measures.Drawdowns;

/// <summary>A point of a curve that no transfer changes.</summary>
/// <param name="Value">Flow-neutral value of one unit of equity.</param>
public readonly record struct CurvePoint(DateTimeOffset At, double Value);

/// <summary>One fall of the curve, from its peak until it stands there again.</summary>
/// <param name="PeakAt">The last point at the peak.</param>
/// <param name="TroughAt">The lowest point.</param>
/// <param name="RecoveredAt">The first point at the peak or above it; null while the fall is open.</param>
/// <param name="KnownUntil">The newest point that is known of it.</param>
/// <param name="Depth">Deepest fall over the peak.</param>
public sealed record DrawdownEpisode(
    DateTimeOffset PeakAt, DateTimeOffset TroughAt, DateTimeOffset? RecoveredAt, DateTimeOffset KnownUntil, double Depth)
{
    public bool IsOpen => RecoveredAt is null;

    /// <summary>From the peak to the recovery; of an open one until now.</summary>
    public TimeSpan Length => KnownUntil - PeakAt;

    /// <summary>From the trough to the recovery; null while the fall is open.</summary>
    public TimeSpan? TimeToRecover => RecoveredAt - TroughAt;
}

/// <summary>Mean of the worst drawdowns of a curve.</summary>
/// <param name="Confidence">The share of points that lies outside: 0.95 is the mean over the worst 5 %.</param>
public readonly record struct ConditionalDrawdown(double Confidence, double Value);
