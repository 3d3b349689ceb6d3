namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>How a return is taken.</summary>
public enum ReturnKind
{
    Log,
    Simple,
}

/// <summary>
/// Illiquidity of Amihud (2002): mean of the size of a return over what was traded, in units of the quote currency, times a million. Bars in which
/// nothing traded are skipped. Volumes of venues with wash trading make a market look more liquid than it is.
/// </summary>
public static class Illiquidity
{
    private const double Million = 1e6;

    /// <summary>Of the whole series; null when no bar counts. The first bar has no return.</summary>
    /// <param name="volume">In base units.</param>
    public static double? Of(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, ReturnKind kind = ReturnKind.Log) =>
        Mean(Ratios(close, volume, kind));

    /// <summary>Over the newest so many returns at each bar; NaN before, and where nothing traded in the whole window.</summary>
    public static double[] Rolling(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int window, ReturnKind kind = ReturnKind.Log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var ratios = Ratios(close, volume, kind);
        var means = new double[ratios.Length];
        Array.Fill(means, double.NaN);
        for (var end = window; end < ratios.Length; end++)
        {
            means[end] = Mean(ratios.AsSpan(end - window + 1, window)) ?? double.NaN;
        }

        return means;
    }

    /// <summary>Per bar; NaN where there is no return or no volume.</summary>
    private static double[] Ratios(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, ReturnKind kind)
    {
        if (volume.Length != close.Length)
        {
            throw new ArgumentException("There must be a volume for each close.", nameof(volume));
        }

        var ratios = new double[close.Length];
        Array.Fill(ratios, double.NaN);
        for (var i = 1; i < ratios.Length; i++)
        {
            var change = close[i] / close[i - 1];
            var size = Math.Abs(kind == ReturnKind.Log ? Math.Log(change) : change - 1);
            var traded = close[i] * volume[i];
            ratios[i] = traded > 0 ? size / traded * Million : double.NaN;
        }

        return ratios;
    }

    private static double? Mean(ReadOnlySpan<double> ratios)
    {
        var (sum, count) = (0.0, 0);
        foreach (var ratio in ratios)
        {
            (sum, count) = double.IsFinite(ratio) ? (sum + ratio, count + 1) : (sum, count);
        }

        return count == 0 ? null : sum / count;
    }
}
