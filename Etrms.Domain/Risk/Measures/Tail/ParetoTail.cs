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
public readonly record struct ParetoTail(double Threshold, int Exceedances, int Losses, double Xi, double Beta, double NegativeLogLikelihood)
{
    public const int Enough = 50;

    private const int GridSteps = 120;
    private const double Precision = 1e-10;
    private const double AlmostExponential = 1e-8;

    /// <summary>Null with too few exceedances.</summary>
    /// <param name="losses">Losses positive.</param>
    /// <param name="threshold">Strictly below what counts as an exceedance.</param>
    /// <param name="minimum">Exceedances that are needed.</param>
    public static ParetoTail? Fit(ReadOnlySpan<double> losses, double threshold, int minimum = Enough)
    {
        var room = losses.ToArray();
        return Fit(room, threshold, losses.Length, minimum);
    }

    /// <summary>The threshold as a quantile of the losses.</summary>
    public static ParetoTail? FitAbove(ReadOnlySpan<double> losses, double quantile, int minimum = Enough)
    {
        var profits = losses.ToArray();
        for (var i = 0; i < profits.Length; i++)
        {
            profits[i] = -profits[i];
        }

        return profits.Length == 0 ? null : FitAbove(profits, quantile, new double[LargestLosses.CountFor(profits.Length, quantile)], minimum);
    }

    /// <param name="profits">Losses negative; at least one.</param>
    /// <param name="quantile">Of the losses, for the threshold.</param>
    /// <param name="room">For the losses from the threshold on.</param>
    /// <param name="minimum">Exceedances that are needed.</param>
    internal static ParetoTail? FitAbove(ReadOnlySpan<double> profits, double quantile, Span<double> room, int minimum = Enough)
    {
        var largest = LargestLosses.Find(profits, LargestLosses.CountFor(profits.Length, quantile), room);
        return Fit(largest, LargestLosses.Quantile(largest, profits.Length, quantile), profits.Length, minimum);
    }

    /// <summary>Null where the tail has no mean (xi of 1 or more) or the level lies below the threshold.</summary>
    public TailRisk? At(double level) =>
        Xi < 1 && QuantileAt(level) is { } quantile ? new TailRisk(quantile, (quantile + Beta - (Xi * Threshold)) / (1 - Xi)) : null;

    /// <summary>The value at risk alone, which a tail without a mean has too; null where the level lies below the threshold.</summary>
    public double? QuantileAt(double level)
    {
        var share = (1 - level) * Losses / Exceedances;
        return share > 1 ? null : Threshold + (Math.Abs(Xi) < AlmostExponential ? -Beta * Math.Log(share) : Beta / Xi * (Math.Pow(share, -Xi) - 1));
    }

    /// <param name="candidates">All losses above the threshold and perhaps others; overwritten.</param>
    /// <param name="threshold">Strictly below what counts as an exceedance.</param>
    /// <param name="losses">How many losses there were in all.</param>
    /// <param name="minimum">Exceedances that are needed.</param>
    private static ParetoTail? Fit(Span<double> candidates, double threshold, int losses, int minimum)
    {
        var count = 0;
        foreach (var loss in candidates)
        {
            if (loss > threshold)
            {
                candidates[count++] = loss - threshold;
            }
        }

        if (count < Math.Max(minimum, 1))
        {
            return null;
        }

        var excesses = new Excesses(candidates[..count]);
        var likelihood = excesses.Profile(Optimum(excesses), out var xi, out var beta);
        return new ParetoTail(threshold, count, losses, xi, beta, likelihood);
    }

    /// <summary>
    /// Best ratio xi / beta of the profile likelihood (Grimshaw 1993): a grid that is fine near its lower end, where 1 + theta y touches
    /// 0, then golden sections around the best point.
    /// </summary>
    private static double Optimum(Excesses excesses)
    {
        var (least, most) = (Math.Log(0.05), Math.Log(1 + (excesses.Largest / excesses.Mean * 20)));
        var (best, lowest) = (0, double.MaxValue);
        for (var step = 0; step <= GridSteps; step++)
        {
            var likelihood = excesses.ProfileAt(least + ((most - least) * step / GridSteps));
            (best, lowest) = likelihood < lowest ? (step, likelihood) : (best, lowest);
        }

        var (low, high) = (least + ((most - least) * (best - 1) / GridSteps), least + ((most - least) * (best + 1) / GridSteps));
        var golden = (Math.Sqrt(5) - 1) / 2;
        while (high - low > Precision)
        {
            var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
            (low, high) = excesses.ProfileAt(left) < excesses.ProfileAt(right) ? (low, right) : (left, high);
        }

        return excesses.Theta((low + high) / 2);
    }

    /// <summary>What losses exceed the threshold by, and their likelihood.</summary>
    private readonly ref struct Excesses
    {
        /// <summary>So many factors stay far from what a double cannot hold.</summary>
        private const int FactorsPerLog = 16;

        private readonly ReadOnlySpan<double> _values;

        public Excesses(ReadOnlySpan<double> values)
        {
            _values = values;
            var (sum, largest) = (0.0, 0.0);
            foreach (var value in values)
            {
                sum += value;
                largest = Math.Max(largest, value);
            }

            (Mean, Largest) = (sum / values.Length, largest);
        }

        public double Mean { get; }

        public double Largest { get; }

        public double Theta(double position) => (Math.Exp(position) - 1) / Largest;

        public double ProfileAt(double position) => Profile(Theta(position), out _, out _);

        /// <summary>Negative log-likelihood at the best shape and scale for a ratio of the two.</summary>
        public double Profile(double theta, out double xi, out double beta)
        {
            var count = _values.Length;
            xi = SumOfLogs(theta) / count;
            beta = Math.Abs(theta) < AlmostExponential ? Mean : xi / theta;
            return (count * Math.Log(beta)) + (count * (1 + xi));
        }

        /// <summary>Sum of ln(1 + theta y), by the logarithm of products: a multiplication costs a tenth of a logarithm.</summary>
        private double SumOfLogs(double theta)
        {
            var (sum, product) = (0.0, 1.0);
            for (var i = 0; i < _values.Length; i++)
            {
                product *= 1 + (theta * _values[i]);
                if (i % FactorsPerLog == FactorsPerLog - 1)
                {
                    sum += Math.Log(product);
                    product = 1;
                }
            }

            return sum + Math.Log(product);
        }
    }
}
