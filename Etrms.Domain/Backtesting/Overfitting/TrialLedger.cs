using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>
/// How many trials of a strategy on some markets were ever run, discarded ones too, and how far their Sharpe ratios lie apart. What never traded
/// has no ratio and tried nothing.
/// </summary>
/// <param name="Count">Trials.</param>
/// <param name="Mean">Of their Sharpe ratios per day.</param>
/// <param name="SquaredDeviations">From the mean, summed.</param>
public sealed record TrialLedger(long Count, double Mean, double SquaredDeviations)
{
    public static TrialLedger Empty { get; } = new(0, 0, 0);

    /// <summary>Of the sample; 0 for fewer than two trials.</summary>
    public double Variance => Count < 2 ? 0 : SquaredDeviations / (Count - 1);

    /// <summary>What a ledger is kept for: the strategy and the contracts, whatever the dates, timeframe or parameters.</summary>
    public static string KeyOf(BacktestTerms terms) => $"{terms.Strategy}|{string.Join('|', terms.Instruments.Order())}";

    /// <summary>One run, by the Sharpe ratio of its days for a year.</summary>
    public static TrialLedger OfDaily(double? annualSharpe) => annualSharpe is { } sharpe && double.IsFinite(sharpe)
        ? new TrialLedger(1, sharpe / Math.Sqrt(Performance.Ratios.DaysPerYear), 0) : Empty;

    /// <summary>From a count and the variance of ratios for a year, as databases sum them.</summary>
    public static TrialLedger OfSums(long count, double? annualVariance) =>
        new(count, 0, count < 2 ? 0 : (annualVariance ?? 0) / Performance.Ratios.DaysPerYear * (count - 1));

    public static TrialLedger Of(IEnumerable<Trial> trials)
    {
        var ratios = trials.Select(trial => trial.Figures?.Sharpe).OfType<double>().Where(double.IsFinite)
            .Select(sharpe => sharpe / Math.Sqrt(Performance.Ratios.DaysPerYear)).ToList();
        if (ratios.Count == 0)
        {
            return Empty;
        }

        var mean = ratios.Average();
        return new TrialLedger(ratios.Count, mean, ratios.Sum(ratio => (ratio - mean) * (ratio - mean)));
    }

    /// <summary>Both together (Chan, Golub and LeVeque 1979).</summary>
    public TrialLedger And(TrialLedger other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var (count, gap) = (Count + other.Count, other.Mean - Mean);
        return new TrialLedger(
            count, Mean + (gap * other.Count / count), SquaredDeviations + other.SquaredDeviations + (gap * gap * Count * other.Count / count));
    }
}
