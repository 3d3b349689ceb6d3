using System.Buffers;
using System.Runtime.Intrinsics;

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
        foreach (var r in returns)
        {
            value *= 1 + r;
            peak = value > peak ? value : peak;
            var drawdown = 1 - (value / peak);
            worst = drawdown <= worst ? worst : drawdown;
            sum += drawdown;
            squares += drawdown * drawdown;
        }

        var logs = ArrayPool<double>.Shared.Rent(returns.Length);
        var stability = Fit(CumulativeLogs(returns, logs));
        ArrayPool<double>.Shared.Return(logs);
        return new GrowthCurve(value, worst, sum, squares, stability);
    }

    private static ReadOnlySpan<double> CumulativeLogs(ReadOnlySpan<double> returns, double[] room)
    {
        var logs = room.AsSpan(0, returns.Length);
        var i = 0;
        for (; i <= returns.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256.Log(Vector256.Create(returns[i..]) + Vector256<double>.One).CopyTo(logs[i..]);
        }

        for (; i < returns.Length; i++)
        {
            logs[i] = Math.Log(1 + returns[i]);
        }

        var sum = 0.0;
        foreach (ref var log in logs)
        {
            sum += log;
            log = sum;
        }

        return logs;
    }

    private static double? Fit(ReadOnlySpan<double> logs)
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
