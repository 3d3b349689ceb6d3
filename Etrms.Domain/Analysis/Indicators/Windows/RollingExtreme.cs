namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>
/// Highest or lowest of the newest values in constant time on average: a queue of those that can still become the extreme.
/// Of equal ones the newest counts, or the oldest when asked for.
/// </summary>
internal struct RollingExtreme(int length, bool ofHighs, bool keepsOldest = false)
{
    private readonly double[] _values = new double[length];
    private readonly int[] _indices = new int[length];
    private int _first;
    private int _held;
    private int _index = -1;

    public readonly bool IsFull => _index + 1 >= _values.Length;

    public readonly double Value => ofHighs ? _values[_first] : -_values[_first];

    /// <summary>How many values ago it was.</summary>
    public readonly int Age => _index - _indices[_first];

    public void Next(double value)
    {
        value = ofHighs ? value : -value;
        _index++;
        if (_held > 0 && _index - _indices[_first] >= _values.Length)
        {
            _first = Place(1);
            _held--;
        }

        while (_held > 0 && _values[Place(_held - 1)] is var last && (last < value || (!keepsOldest && last.Equals(value))))
        {
            _held--;
        }

        var place = Place(_held++);
        (_values[place], _indices[place]) = (value, _index);
    }

    private readonly int Place(int offset) => _first + offset is var place && place >= _values.Length ? place - _values.Length : place;
}
