namespace Etrms.Domain.Risk.Measures.Drawdowns;

/// <summary>Where a curve stands below its running peak: the one definition of a drawdown, for runs of a backtest and for a live account.</summary>
/// <param name="peak">Where the curve starts.</param>
/// <param name="at">When, as its reader counts.</param>
internal struct OpenFall(double peak, long at)
{
    public double Peak { get; private set; } = peak;

    /// <summary>When the curve first reached the peak.</summary>
    public long ReachedAt { get; private set; } = at;

    /// <summary>When it last stood there.</summary>
    public long LeftAt { get; private set; } = at;

    /// <summary>The lowest value since; the peak itself before anything fell.</summary>
    public double Trough { get; private set; } = peak;

    public long TroughAt { get; private set; } = at;

    public readonly bool IsFalling => Trough < Peak;

    /// <summary>Deepest fall so far over the peak; above 1 where the curve falls below 0.</summary>
    public readonly double Depth => IsFalling ? 1 - (Trough / Peak) : 0;

    /// <summary>True when a value brings the curve back to its peak.</summary>
    public readonly bool EndsWith(double value) => IsFalling && value >= Peak;

    public void Take(double value, long at)
    {
        if (value >= Peak)
        {
            ReachedAt = value > Peak ? at : ReachedAt;
            (Peak, LeftAt, Trough, TroughAt) = (value, at, value, at);
        }
        else if (value < Trough)
        {
            (Trough, TroughAt) = (value, at);
        }
    }
}
