namespace Etrms.Domain.Analysis.Volatility;

/// <summary>How volatility stands within its own past.</summary>
public enum VolatilityRegime
{
    Low,
    Normal,
    High,
}

/// <summary>
/// Tells the regime by the rank of each volatility among those before it. A regime is entered at one rank and left at another, so that
/// volatility near a bound does not flicker.
/// </summary>
/// <param name="Lookback">Volatilities that the rank is taken among, the current one included.</param>
/// <param name="Least">Volatilities without which there is no rank.</param>
/// <param name="Enter">Rank from which it is high; 1 less it is the rank up to which it is low.</param>
/// <param name="Leave">Rank below which it is high no longer; at most <paramref name="Enter"/>.</param>
public sealed record VolatilityRegimes(int Lookback = 365, int Least = 90, double Enter = 0.75, double Leave = 0.65)
{
    /// <summary>At each volatility the regime; null while too few are known or where it is undefined itself.</summary>
    public VolatilityRegime?[] Over(ReadOnlySpan<double> volatilities)
    {
        var regimes = new VolatilityRegime?[volatilities.Length];
        var current = VolatilityRegime.Normal;
        for (var i = 0; i < regimes.Length; i++)
        {
            var from = Math.Max(i + 1 - Lookback, 0);
            if (RankOf(volatilities[from..(i + 1)]) is { } rank)
            {
                current = Next(current, rank);
                regimes[i] = current;
            }
        }

        return regimes;
    }

    /// <summary>The regime after one, at a rank from 0 to 1.</summary>
    public VolatilityRegime Next(VolatilityRegime current, double rank) =>
        rank >= Enter ? VolatilityRegime.High
        : rank <= 1 - Enter ? VolatilityRegime.Low
        : current == VolatilityRegime.High && rank >= Leave ? VolatilityRegime.High
        : current == VolatilityRegime.Low && rank <= 1 - Leave ? VolatilityRegime.Low
        : VolatilityRegime.Normal;

    /// <summary>Share of the window below the last, equal ones counted half, so that a constant series stands in the middle.</summary>
    public double? RankOf(ReadOnlySpan<double> window)
    {
        var (current, below, known) = (window[^1], 0.0, 0);
        foreach (var volatility in window)
        {
            known += double.IsNaN(volatility) ? 0 : 1;
            below += volatility < current ? 1 : volatility.Equals(current) ? 0.5 : 0;
        }

        return double.IsNaN(current) || known < Least ? null : below / known;
    }
}
