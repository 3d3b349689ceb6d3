namespace Etrms.Domain.Assistant.Setups.ChartPatterns;

/// <summary>
/// Closes of a window, and the turning points of what a kernel makes of them: noise has turning points of its own. For a fall all prices are
/// mirrored, so every rule is written for a rise.
/// </summary>
internal sealed class SwingPath
{
    private readonly double[] _closes;

    private SwingPath(double[] closes, double[] smooth, double swing)
    {
        (_closes, Smooth) = (closes, smooth);
        Range = smooth.Max() - smooth.Min();
        Points = Turns(smooth, swing * Range);
    }

    /// <summary>Closes after the kernel.</summary>
    public double[] Smooth { get; }

    /// <summary>Alternating and known, oldest first, without the swing that is still under way.</summary>
    public List<Extremum> Points { get; }

    /// <summary>Distance of the highest smooth close from the lowest.</summary>
    public double Range { get; }

    /// <summary>Index of the newest close.</summary>
    public int Last => _closes.Length - 1;

    public double this[int index] => _closes[index];

    /// <param name="kernel">Bars that a normal kernel is wide.</param>
    /// <param name="swing">Share of the range by which a price must come back from a turning point.</param>
    public static SwingPath Of(ReadOnlySpan<double> closes, bool isMirrored, double kernel, double swing)
    {
        var prices = new double[closes.Length];
        for (var i = 0; i < prices.Length; i++)
        {
            prices[i] = isMirrored ? -closes[i] : closes[i];
        }

        return new SwingPath(prices, Smoothed(prices, kernel), swing);
    }

    /// <summary>Whether the newest close is the first beyond a price.</summary>
    public bool Leaves(double price) => _closes[^1] > price && _closes[^2] <= price;

    /// <summary>Root mean square distance of the closes from the lines between turning points, from one point up to another.</summary>
    public double Stray(int from, int to)
    {
        var (sum, count) = (0.0, 0);
        for (var place = from; place < to; place++)
        {
            var (left, right) = (Points[place], Points[place + 1]);
            var line = TrendLine.Through(left, right);
            for (var bar = (int)left.Bar; bar < right.Bar; bar++)
            {
                (sum, count) = (sum + Math.Pow(_closes[bar] - line.At(bar), 2), count + 1);
            }
        }

        return count == 0 ? 0 : Math.Sqrt(sum / count);
    }

    /// <summary>The same from one line, for the bars from an index, included, to another, excluded.</summary>
    public double Stray(TrendLine line, int from, int to) =>
        Math.Sqrt(Enumerable.Range(from, to - from).Average(bar => Math.Pow(_closes[bar] - line.At(bar), 2)));

    /// <summary>The window's ends know only one side of the kernel.</summary>
    private static double[] Smoothed(double[] prices, double kernel)
    {
        var reach = (int)Math.Ceiling(3 * kernel);
        var shares = new double[reach + 1];
        for (var away = 0; away <= reach; away++)
        {
            shares[away] = away == 0 ? 1 : Math.Exp(-0.5 * Math.Pow(away / kernel, 2));
        }

        var smooth = new double[prices.Length];
        for (var i = 0; i < smooth.Length; i++)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var j = Math.Max(0, i - reach); j <= Math.Min(prices.Length - 1, i + reach); j++)
            {
                var weight = shares[Math.Abs(i - j)];
                (sum, weights) = (sum + (weight * prices[j]), weights + weight);
            }

            smooth[i] = sum / weights;
        }

        return smooth;
    }

    private static List<Extremum> Turns(double[] prices, double swing)
    {
        var points = new List<Extremum>();
        var (high, low, direction) = (0, 0, 0);
        for (var i = 1; i < prices.Length; i++)
        {
            high = direction >= 0 && prices[i] > prices[high] ? i : high;
            low = direction <= 0 && prices[i] < prices[low] ? i : low;
            if (direction >= 0 && high < i && prices[high] - prices[i] >= swing)
            {
                points.Add(new Extremum(prices[high], high, IsTop: true));
                (direction, low) = (-1, i);
            }
            else if (direction <= 0 && low < i && prices[i] - prices[low] >= swing)
            {
                points.Add(new Extremum(prices[low], low, IsTop: false));
                (direction, high) = (1, i);
            }
        }

        return points;
    }
}
