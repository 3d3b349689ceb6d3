using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>
/// A simple label: the return over a window against what a random walk of the same volatility would do, and the volatility against its own
/// average until then.
/// </summary>
public sealed class TrendAndVolatility : IRegimeLabels
{
    private const int Window = 100;
    private const double TrendAt = 1;
    private const double VolatileAt = 1.5;

    public string Convention =>
        $"By {Window} closes: trending when the sum of log returns is at least {TrendAt} standard deviation of a random walk, else volatile when their "
        + $"deviation is at least {VolatileAt} times its average until then, else ranging.";

    public ImmutableArray<string?> Of(CandleSeries candles)
    {
        var labels = new string?[candles.Count];
        var closes = candles.CloseUnits;
        var returns = new double[Math.Max(candles.Count, 1)];
        var (sum, squares, volatilities, count) = (0.0, 0.0, 0.0, 0);
        for (var i = 1; i < labels.Length; i++)
        {
            returns[i] = Math.Log((double)closes[i] / closes[i - 1]);
            var left = i > Window ? returns[i - Window] : 0;
            sum += returns[i] - left;
            squares += (returns[i] * returns[i]) - (left * left);
            if (i < Window)
            {
                continue;
            }

            var volatility = Math.Sqrt(Math.Max(0, squares / Window));
            volatilities += volatility;
            count++;
            labels[i] = LabelOf(sum / Math.Sqrt(Window), volatility, volatilities / count);
        }

        return ImmutableArray.Create(labels);
    }

    private static string LabelOf(double move, double volatility, double usual) =>
        volatility == 0 ? "ranging"
        : move >= TrendAt * volatility ? "trending_up"
        : move <= -TrendAt * volatility ? "trending_down"
        : volatility >= VolatileAt * usual ? "volatile"
        : "ranging";
}
