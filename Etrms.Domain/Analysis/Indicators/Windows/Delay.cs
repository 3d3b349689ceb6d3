namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>Gives back each value so many values later.</summary>
internal struct Delay(int bars)
{
    private Window _window = new(Math.Max(bars, 1));

    /// <summary>Null until there is one as old.</summary>
    public double? Next(double value)
    {
        if (bars == 0)
        {
            return value;
        }

        var isFull = _window.IsFull;
        var left = _window.Push(value);
        return isFull ? left : null;
    }
}
