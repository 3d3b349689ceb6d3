namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>
/// Mean and population variance of the newest values in constant time. Sums run over differences to a value of the window, which keeps
/// digits where prices are large and moves small; like <see cref="RollingSum"/> they are taken anew each time round.
/// </summary>
internal struct RollingMoments(int length)
{
    private readonly double _share = 1.0 / length;
    private Window _window = new(length);
    private double _anchor;
    private double _sum;
    private double _squares;
    private double _last = double.NaN;
    private int _equal;

    public readonly int Length => _window.Length;

    public readonly bool IsFull => _window.IsFull;

    public readonly double Mean => IsFlat ? _last : _anchor + (_sum * _share);

    /// <summary>Divided by the number of values; exactly 0 when all are equal.</summary>
    public readonly double Variance =>
        IsFlat ? 0 : Math.Max(0, (_squares - (_sum * _sum * _share)) * _share);

    /// <param name="lostDegrees">Taken off the number of values before dividing by it; NaN when nothing remains.</param>
    public readonly double Deviation(int lostDegrees = 0) =>
        Math.Sqrt(lostDegrees == 0 ? Variance : Variance * _window.Length / (_window.Length - lostDegrees));

    private readonly bool IsFlat => _equal >= _window.Length;

    public void Next(double value)
    {
        _equal = Math.Abs(value - _last) > 0 ? 1 : _equal + 1;
        _last = value;
        var isFull = _window.IsFull;
        var left = _window.Push(value);
        if (_window.IsRenewed)
        {
            Renew(value);
            return;
        }

        var (added, removed) = (value - _anchor, isFull ? left - _anchor : 0);
        _sum += added - removed;
        _squares += (added * added) - (removed * removed);
    }

    private void Renew(double anchor)
    {
        (_anchor, _sum, _squares) = (anchor, 0, 0);
        foreach (var value in _window.Values)
        {
            var difference = value - anchor;
            _sum += difference;
            _squares += difference * difference;
        }
    }
}
