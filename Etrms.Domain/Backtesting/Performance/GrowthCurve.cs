namespace Etrms.Domain.Backtesting.Performance;

/// <summary>What one unit of capital becomes, and how far it falls from its peak on the way. The peak starts at the capital itself.</summary>
/// <param name="Final">Value after the last period.</param>
/// <param name="MaxDrawdown">Largest fall, as a fraction.</param>
/// <param name="Drawdowns">Sum of the falls of all periods.</param>
/// <param name="SquaredDrawdowns">Sum of their squares.</param>
/// <param name="Stability">R^2 of a straight line through the cumulative log returns; null when there is nothing to fit.</param>
internal readonly record struct GrowthCurve(double Final, double MaxDrawdown, double Drawdowns, double SquaredDrawdowns, double? Stability)
{
    public static GrowthCurve Of(ReadOnlySpan<double> returns)
    {
        var (value, peak, worst, sum, squares) = (1.0, 1.0, 0.0, 0.0, 0.0);
        var logs = new double[returns.Length];
        for (var i = 0; i < returns.Length; i++)
        {
            value *= 1 + returns[i];
            peak = Math.Max(peak, value);
            var drawdown = 1 - (value / peak);
            worst = Math.Max(worst, drawdown);
            sum += drawdown;
            squares += drawdown * drawdown;
            logs[i] = (i == 0 ? 0 : logs[i - 1]) + Math.Log(1 + returns[i]);
        }

        return new GrowthCurve(value, worst, sum, squares, Fit(logs));
    }

    private static double? Fit(double[] logs)
    {
        var moments = Moments.Of(logs);
        if (logs.Length < 2 || !double.IsFinite(moments.Variance))
        {
            return null;
        }

        if (moments.Variance == 0)
        {
            return 0;
        }

        var middle = (logs.Length - 1) / 2.0;
        var (cross, square) = (0.0, 0.0);
        for (var i = 0; i < logs.Length; i++)
        {
            cross += (i - middle) * (logs[i] - moments.Mean);
            square += (i - middle) * (i - middle);
        }

        return cross * cross / (square * moments.Variance * logs.Length);
    }
}
