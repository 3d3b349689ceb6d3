using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>How the sums of directional movement begin.</summary>
public enum DirectionSeed
{
    /// <summary>With the first n movements, as Wilder's sheets and Stock.Indicators.</summary>
    Wilder,

    /// <summary>With the first n - 1 and one smoothing, as TA-Lib.</summary>
    TaLib,
}

/// <summary>Each part as soon as it is known.</summary>
/// <param name="RangeSum">Smoothed sum of the true ranges.</param>
/// <param name="PlusMovement">Smoothed sum of the upward movements, in units of price.</param>
/// <param name="PlusIndex">The same in percent of the true ranges (+DI).</param>
/// <param name="Spread">Distance of the two over their sum, in percent (DX).</param>
/// <param name="Strength">Average of that (ADX).</param>
/// <param name="Rating">Mean of strength now and a window ago (ADXR).</param>
public readonly record struct DirectionReading(
    double? RangeSum, double? PlusMovement, double? MinusMovement, double? PlusIndex, double? MinusIndex, double? Spread, double? Strength, double? Rating);

/// <summary>
/// Directional movement of Wilder (1978). An up-move counts when it is larger than the down-move of the same bar, and the other way round. Where
/// nothing moved, the indices are 0.
/// </summary>
public sealed class DirectionalMovement(int period = 14, DirectionSeed seed = DirectionSeed.Wilder) : IIndicator
{
    private readonly int _seedCount = seed == DirectionSeed.TaLib ? Math.Max(period - 1, 1) : period;
    private Delay _before = new(seed == DirectionSeed.TaLib ? period - 1 : period);
    private Ohlcv _last;
    private int _count = -1;
    private double _plus;
    private double _minus;
    private double _range;
    private double _spread;
    private int _spreads;
    private double _strength;

    public DirectionReading Next(in Ohlcv bar)
    {
        var last = _last;
        _last = bar;
        if (++_count == 0)
        {
            return default;
        }

        Add(bar, last);
        if (_count < _seedCount)
        {
            return default;
        }

        if (_count < period)
        {
            return new DirectionReading(_range, _plus, _minus, null, null, null, null, null);
        }

        var (plus, minus) = _range > 0 ? (100 * _plus / _range, 100 * _minus / _range) : (0, 0);
        var isMoving = plus + minus > 0;
        _spread = isMoving ? 100 * Math.Abs(plus - minus) / (plus + minus) : seed == DirectionSeed.TaLib ? _spread : 0;
        var strength = Average(isMoving);
        var rating = strength is { } now && _before.Next(now) is { } before ? (now + before) / 2 : (double?)null;
        return new DirectionReading(_range, _plus, _minus, plus, minus, _spread, strength, rating);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading.PlusIndex ?? double.NaN;
        outputs[1] = reading.MinusIndex ?? double.NaN;
        outputs[2] = reading.Spread ?? double.NaN;
        outputs[3] = reading.Strength ?? double.NaN;
        outputs[4] = reading.Rating ?? double.NaN;
        outputs[5] = reading.PlusMovement ?? double.NaN;
        outputs[6] = reading.MinusMovement ?? double.NaN;
        outputs[7] = reading.RangeSum ?? double.NaN;
    }

    private void Add(in Ohlcv bar, in Ohlcv last)
    {
        var (up, down) = (bar.High - last.High, last.Low - bar.Low);
        var kept = _count > _seedCount ? 1 - (1.0 / period) : 1;
        _plus = (_plus * kept) + (up > down && up > 0 ? up : 0);
        _minus = (_minus * kept) + (down > up && down > 0 ? down : 0);
        _range = (_range * kept) + Math.Max(bar.High, last.Close) - Math.Min(bar.Low, last.Close);
    }

    /// <summary>Wilder's smoothing of the spreads; TA-Lib leaves out bars at which nothing moves.</summary>
    private double? Average(bool isMoving)
    {
        var counts = isMoving || seed == DirectionSeed.Wilder;
        if (_spreads < period)
        {
            _strength += counts ? _spread : 0;
            if (++_spreads < period)
            {
                return null;
            }

            return _strength /= period;
        }

        return counts ? _strength += (_spread - _strength) / period : _strength;
    }
}
