namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>The newest values, as many as it has places.</summary>
internal struct Window
{
    private readonly double[] _values;
    private int _next;

    public Window(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _values = new double[length];
    }

    /// <summary>How many values are held.</summary>
    public int Count { get; private set; }

    public readonly int Length => _values.Length;

    public readonly bool IsFull => Count == _values.Length;

    /// <summary>True when every place was written anew since the last time: once in as many values as it holds.</summary>
    public readonly bool IsRenewed => _next == 0;

    /// <summary>What is held, in the order of places rather than of time.</summary>
    public readonly ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>The value that was added so many values ago; 0 is the newest.</summary>
    public readonly double this[int age]
    {
        get
        {
            var at = _next - 1 - age;
            return _values[at < 0 ? at + _values.Length : at];
        }
    }

    /// <summary>Adds a value; returns the one that leaves, 0 while the window fills.</summary>
    public double Push(double value)
    {
        ref var place = ref _values[_next];
        var left = place;
        place = value;
        _next = _next + 1 == _values.Length ? 0 : _next + 1;
        Count += Count < _values.Length ? 1 : 0;
        return left;
    }
}
