namespace Etrms.Domain.Market;

/// <summary>
/// Candles of one contract in columns, oldest first; the only door between exact prices and statistics. A price is kept as a whole number of
/// units of 10^-<see cref="PriceScale"/>, so that sums and comparisons over windows are exact and fast.
/// </summary>
public sealed class CandleSeries
{
    private readonly int _start;
    private readonly CandleColumns _columns;

    internal CandleSeries(InstrumentId instrument, TimeSpan step, CandleColumns columns, int start, int count)
    {
        Instrument = instrument;
        Step = step;
        _columns = columns;
        _start = start;
        Count = count;
    }

    public InstrumentId Instrument { get; }

    /// <summary>Length of a candle.</summary>
    public TimeSpan Step { get; }

    public int Count { get; }

    /// <summary>Decimal places of a price unit.</summary>
    public int PriceScale => _columns.PriceScale;

    /// <summary>Closes in price units.</summary>
    public ReadOnlySpan<long> CloseUnits => Column(_columns.Closes);

    public ReadOnlySpan<long> OpenUnits => Column(_columns.Opens);

    public ReadOnlySpan<long> HighUnits => Column(_columns.Highs);

    public ReadOnlySpan<long> LowUnits => Column(_columns.Lows);

    /// <summary>Starts of the candles in milliseconds since 1970; not to be written to.</summary>
    internal ArraySegment<long> OpenTimes => new(_columns.OpenMs, _start, Count);

    public Candle this[int index] => new(OpenAt(index), Open(index), High(index), Low(index), Close(index), Volume(index));

    /// <summary>Start of a candle in milliseconds since 1970.</summary>
    public long OpenMs(int index) => _columns.OpenMs[_start + index];

    public DateTimeOffset OpenAt(int index) => DateTimeOffset.FromUnixTimeMilliseconds(OpenMs(index));

    public decimal Open(int index) => Price(_columns.Opens[_start + index]);

    public decimal High(int index) => Price(_columns.Highs[_start + index]);

    public decimal Low(int index) => Price(_columns.Lows[_start + index]);

    public decimal Close(int index) => Price(_columns.Closes[_start + index]);

    public decimal Volume(int index) => _columns.Volumes[_start + index];

    /// <summary>False for a flat candle without volume, which data vendors put in where one is missing: no trade made it.</summary>
    public bool IsTraded(int index) =>
        !_columns.HasUntraded || _columns.Volumes[_start + index] != 0 || _columns.Highs[_start + index] != _columns.Lows[_start + index];

    /// <summary>A number of price units as a price.</summary>
    public decimal Price(long units) =>
        unchecked(new decimal((int)units, (int)(units >> 32), 0, isNegative: false, (byte)PriceScale));

    /// <summary>The smallest number of price units that is not below a price.</summary>
    public long UnitsAbove(decimal price) => decimal.ToInt64(Math.Ceiling(price * _columns.UnitsPerPrice));

    /// <summary>The largest number of price units that is not above a price.</summary>
    public long UnitsBelow(decimal price) => decimal.ToInt64(Math.Floor(price * _columns.UnitsPerPrice));

    /// <summary>Index of the first candle that starts at or after a time; <see cref="Count"/> when none does.</summary>
    public int IndexAt(DateTimeOffset at)
    {
        var found = Column(_columns.OpenMs).BinarySearch(at.ToUnixTimeMilliseconds());
        return found < 0 ? ~found : found;
    }

    /// <summary>Candles that start from a time, included, until another, excluded; shares the columns.</summary>
    public CandleSeries Between(DateTimeOffset from, DateTimeOffset until)
    {
        var start = IndexAt(from);
        return Slice(start, Math.Max(0, IndexAt(until) - start));
    }

    public CandleSeries Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new CandleSeries(Instrument, Step, _columns, _start + start, count);
    }

    private ReadOnlySpan<long> Column(long[] column) => column.AsSpan(_start, Count);
}
