namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>
/// Highest or lowest of the newest values, in constant time on average. Each time the window has gone round, the extremes of what it holds are
/// taken from every place to the end; until the next time, the extreme of the values since is compared with that of the places not written over.
/// </summary>
internal struct RollingExtreme
{
    private readonly double _sign;

    /// <summary>Values of this round, then extremes of the round before, then a place that never counts.</summary>
    private readonly double[] _places;
    private int _next;
    private double _newer = double.NegativeInfinity;
    private double _extreme;

    public RollingExtreme(int length, bool ofHighs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _sign = ofHighs ? 1 : -1;
        _places = new double[length + 1];
        Array.Fill(_places, double.NegativeInfinity);
    }

    public bool IsFull { get; private set; }

    public readonly double Value => _sign * _extreme;

    public void Next(double value)
    {
        var places = _places;
        if (_next == places.Length - 1)
        {
            Turn();
        }

        value *= _sign;
        places[_next++] = value;
        _newer = double.MaxNative(_newer, value);
        _extreme = double.MaxNative(_newer, places[_next]);
        IsFull |= _next == places.Length - 1;
    }

    private void Turn()
    {
        _next = 0;
        _newer = double.NegativeInfinity;
        for (var place = _places.Length - 2; place > 0; place--)
        {
            _places[place] = double.MaxNative(_places[place], _places[place + 1]);
        }
    }
}
