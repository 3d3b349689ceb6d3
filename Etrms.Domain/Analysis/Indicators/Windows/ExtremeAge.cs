namespace Etrms.Domain.Analysis.Indicators.Windows;

/// <summary>
/// How long ago the highest or lowest of the newest values was; by rounds like <see cref="RollingExtreme"/>. Of equal values the newest counts, or
/// the oldest when asked for.
/// </summary>
internal struct ExtremeAge(int length, bool ofHighs, bool keepsOldest)
{
    private readonly double[] _values = new double[length];
    private readonly int[] _older = new int[length];
    private int _last = -1;
    private int _newer;
    private int _extreme;

    public bool IsFull { get; private set; }

    /// <summary>0 when it is the newest value.</summary>
    public readonly int Age => _last >= _extreme ? _last - _extreme : _last - _extreme + _values.Length;

    public void Next(double value)
    {
        value = ofHighs ? value : -value;
        if (++_last == _values.Length)
        {
            Turn();
        }

        _values[_last] = value;
        _newer = _last == 0 || Beats(value, _values[_newer]) ? _last : _newer;
        _extreme = _newer;
        if (IsFull && _last + 1 < _values.Length && !Beats(_values[_newer], _values[_older[_last + 1]]))
        {
            _extreme = _older[_last + 1];
        }

        IsFull |= _last + 1 == _values.Length;
    }

    /// <summary>Notes for every place where the extreme from there to the end is.</summary>
    private void Turn()
    {
        _last = 0;
        var extreme = _values.Length - 1;
        for (var place = extreme; place > 0; place--)
        {
            extreme = Beats(_values[extreme], _values[place]) ? extreme : place;
            _older[place] = extreme;
        }
    }

    /// <summary>Whether a newer value counts rather than an older one.</summary>
    private readonly bool Beats(double newer, double older) => keepsOldest ? newer > older : newer >= older;
}
