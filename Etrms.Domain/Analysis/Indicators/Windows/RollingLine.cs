namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>
/// Least squares line through the newest values, against 0 to n - 1, and what else comes from their weighted sum, in constant time. Anchored
/// and renewed like <see cref="RollingMoments"/>.
/// </summary>
internal struct RollingLine(int length)
{
    private readonly double _share = 1.0 / length;
    private readonly double _places = length * (length - 1) / 2.0;
    private readonly double _spread = length * (double)length * (length - 1) * (length + 1) / 12;
    private Window _window = new(length);
    private double _anchor;
    private double _sum;
    private double _weighted;
    private double _squares;

    public readonly bool IsFull => _window.IsFull;

    public readonly double Mean => _anchor + (_sum * _share);

    /// <summary>Per bar; 0 for a single value.</summary>
    public readonly double Slope => _spread > 0 ? Covariation / _spread : 0;

    /// <summary>Of the line at the newest value.</summary>
    public readonly double Last => Mean + (Slope * (length - 1) / 2);

    /// <summary>Divided by the number of values.</summary>
    public readonly double Variance => Math.Max(0, Variation) * _share * _share;

    /// <summary>Share of the variance that the line explains; null when there is none.</summary>
    public readonly double? Explained => Variation > 0 && _spread > 0 ? Covariation * Covariation / (_spread * Variation) : null;

    /// <summary>Mean with weights 1 to n, the newest the heaviest.</summary>
    public readonly double WeightedMean => _anchor + ((_weighted + _sum) / (_places + length));

    private readonly double Covariation => (length * _weighted) - (_places * _sum);

    private readonly double Variation => (length * _squares) - (_sum * _sum);

    public void Next(double value)
    {
        var (wasFull, held) = (_window.IsFull, _window.Count);
        var left = _window.Push(value) - _anchor;
        if (_window.IsRenewed)
        {
            Renew(value);
            return;
        }

        var added = value - _anchor;
        if (wasFull)
        {
            _weighted += ((length - 1) * added) - (_sum - left);
            _sum += added - left;
            _squares += (added * added) - (left * left);
        }
        else
        {
            _weighted += held * added;
            _sum += added;
            _squares += added * added;
        }
    }

    private void Renew(double anchor)
    {
        (_anchor, _sum, _weighted, _squares) = (anchor, 0, 0, 0);
        var values = _window.Values;
        for (var place = 0; place < values.Length; place++)
        {
            var difference = values[place] - anchor;
            _sum += difference;
            _weighted += place * difference;
            _squares += difference * difference;
        }
    }
}
