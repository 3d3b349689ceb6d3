namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>
/// Sum of the newest values in constant time. It is added up anew each time the window has gone round, so that neither rounding nor a bad
/// tick outlives the window by more than its own length; and it is exactly 0 when all values are.
/// </summary>
internal struct RollingSum(int length)
{
    private Window _window = new(length);
    private double _sum;
    private int _others;

    public readonly ReadOnlySpan<double> Values => _window.Values;

    /// <summary>Null until the window is full.</summary>
    public double? Next(double value)
    {
        var left = _window.Push(value);
        _others += (Math.Abs(value) > 0 ? 1 : 0) - (Math.Abs(left) > 0 ? 1 : 0);
        _sum = _window.IsRenewed ? Added(_window.Values) : _others == 0 ? 0 : _sum + value - left;
        return _window.IsFull ? _sum : null;
    }

    private static double Added(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
