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
    private readonly double _kept = 1 - (1.0 / period);
    private Delay _before = new(seed == DirectionSeed.TaLib ? period - 1 : period);
    private double _lastHigh;
    private double _lastLow;
    private double _lastClose;
    private int _count = -1;
    private double _plus;
    private double _minus;
    private double _range;
    private double _share;
    private double _spread;
    private int _spreads;
    private double _strength;
    private double _rating = double.NaN;

    private bool IsSeeded => _count >= _seedCount;

    private bool IsKnown => _count >= period;

    public DirectionReading Next(in Ohlcv bar)
    {
        Add(bar);
        return new DirectionReading(
            IsSeeded ? _range : null, IsSeeded ? _plus : null, IsSeeded ? _minus : null, IsKnown ? _share * _plus : null, IsKnown ? _share * _minus : null,
            IsKnown ? _spread : null, _spreads == period ? _strength : null, Undefined.OrNull(_rating));
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        Add(bar);
        outputs[7] = IsSeeded ? _range : double.NaN;
        outputs[6] = IsSeeded ? _minus : double.NaN;
        outputs[5] = IsSeeded ? _plus : double.NaN;
        outputs[4] = _rating;
        outputs[3] = _spreads == period ? _strength : double.NaN;
        outputs[2] = IsKnown ? _spread : double.NaN;
        outputs[1] = IsKnown ? _share * _minus : double.NaN;
        outputs[0] = IsKnown ? _share * _plus : double.NaN;
    }

    private void Add(in Ohlcv bar)
    {
        if (++_count > 0)
        {
            Move(bar);
        }

        (_lastHigh, _lastLow, _lastClose) = (bar.High, bar.Low, bar.Close);
        if (!IsKnown)
        {
            return;
        }

        var moved = _plus + _minus;
        var isMoving = moved > 0 && _range > 0;
        _share = _range > 0 ? 100 / _range : 0;
        _spread = isMoving ? 100 * Math.Abs(_plus - _minus) / moved : seed == DirectionSeed.TaLib ? _spread : 0;
        Average(isMoving);
        _rating = _spreads == period && _before.Next(_strength) is { } before ? (_strength + before) / 2 : double.NaN;
    }

    private void Move(in Ohlcv bar)
    {
        var (up, down) = (bar.High - _lastHigh, _lastLow - bar.Low);
        var kept = _count > _seedCount ? _kept : 1;
        _plus = (_plus * kept) + (Math.Max(up, 0) * (up > down ? 1 : 0));
        _minus = (_minus * kept) + (Math.Max(down, 0) * (down > up ? 1 : 0));
        _range = (_range * kept) + Math.Max(bar.High, _lastClose) - Math.Min(bar.Low, _lastClose);
    }

    /// <summary>Wilder's smoothing of the spreads; TA-Lib leaves out bars at which nothing moves.</summary>
    private void Average(bool isMoving)
    {
        var counts = isMoving || seed == DirectionSeed.Wilder;
        if (_spreads == period)
        {
            _strength += counts ? (_spread - _strength) / period : 0;
            return;
        }

        _strength += counts ? _spread : 0;
        if (++_spreads == period)
        {
            _strength /= period;
        }
    }
}
