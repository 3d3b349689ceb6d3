namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// A generalised Pareto distribution over a threshold, fitted by maximum likelihood (peaks over threshold, McNeil 1997). Extends the tail
/// beyond the worst loss that was seen.
/// </summary>
/// <param name="Threshold">Losses above it are exceedances.</param>
/// <param name="Exceedances">How many there were.</param>
/// <param name="Losses">Of how many losses.</param>
/// <param name="Xi">Shape: above 0 a heavy tail, below 0 one with an end.</param>
/// <param name="Beta">Scale.</param>
/// <param name="NegativeLogLikelihood">At the optimum.</param>
public sealed record ParetoTail(double Threshold, int Exceedances, int Losses, double Xi, double Beta, double NegativeLogLikelihood)
{
    public const int Enough = 50;

    private const int GridSteps = 400;
    private const double AlmostExponential = 1e-8;

    /// <summary>Null with too few exceedances.</summary>
    /// <param name="losses">Losses positive.</param>
    /// <param name="threshold">Strictly below what counts as an exceedance.</param>
    /// <param name="minimum">Exceedances that are needed.</param>
    public static ParetoTail? Fit(ReadOnlySpan<double> losses, double threshold, int minimum = Enough)
    {
        var excesses = new List<double>();
        foreach (var loss in losses)
        {
            if (loss > threshold)
            {
                excesses.Add(loss - threshold);
            }
        }

        if (excesses.Count < Math.Max(minimum, 1))
        {
            return null;
        }

        var theta = Optimum(excesses);
        var likelihood = Profile(excesses, theta, out var xi, out var beta);
        return new ParetoTail(threshold, excesses.Count, losses.Length, xi, beta, likelihood);
    }

    /// <summary>The threshold as a quantile of the losses.</summary>
    public static ParetoTail? FitAbove(ReadOnlySpan<double> losses, double quantile, int minimum = Enough) =>
        losses.IsEmpty ? null : Fit(losses, Quantiles.Type7(Quantiles.Sorted(losses), quantile), minimum);

    /// <summary>Null where the tail has no mean (xi of 1 or more) or the level lies below the threshold.</summary>
    public TailRisk? At(double level)
    {
        var share = (1 - level) * Losses / Exceedances;
        if (Xi >= 1 || share > 1)
        {
            return null;
        }

        var valueAtRisk = Threshold + (Math.Abs(Xi) < AlmostExponential ? -Beta * Math.Log(share) : Beta / Xi * (Math.Pow(share, -Xi) - 1));
        return new TailRisk(valueAtRisk, (valueAtRisk + Beta - (Xi * Threshold)) / (1 - Xi));
    }

    /// <summary>
    /// Best ratio xi / beta of the profile likelihood (Grimshaw 1993): a grid that is fine near its lower end, where 1 + theta y touches
    /// 0, then golden sections around the best point.
    /// </summary>
    private static double Optimum(List<double> excesses)
    {
        var largest = excesses.Max();
        var (least, most) = (Math.Log(0.05), Math.Log(1 + (largest / excesses.Average() * 20)));
        var best = Enumerable.Range(0, GridSteps + 1).MinBy(step => At(least + ((most - least) * step / GridSteps)));
        var (low, high) = (least + ((most - least) * (best - 1) / GridSteps), least + ((most - least) * (best + 1) / GridSteps));
        var golden = (Math.Sqrt(5) - 1) / 2;
        while (high - low > 1e-12)
        {
            var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
            (low, high) = At(left) < At(right) ? (low, right) : (left, high);
        }

        return Theta((low + high) / 2);

        double Theta(double position) => (Math.Exp(position) - 1) / largest;

        double At(double position) => Profile(excesses, Theta(position), out _, out _);
    }

    private static double Profile(List<double> excesses, double theta, out double xi, out double beta)
    {
        var count = excesses.Count;
        xi = excesses.Sum(excess => Math.Log(1 + (theta * excess))) / count;
        beta = Math.Abs(theta) < AlmostExponential ? excesses.Average() : xi / theta;
        return (count * Math.Log(beta)) + (count * (1 + xi));
    }
}
