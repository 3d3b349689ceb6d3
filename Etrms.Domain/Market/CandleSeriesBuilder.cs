namespace Etrms.Domain.Market;

/// <summary>The columns behind a series and its slices.</summary>
internal sealed record CandleColumns(int PriceScale, long[] OpenMs, long[] Opens, long[] Highs, long[] Lows, long[] Closes, decimal[] Volumes)
{
    /// <summary>Price units of one quote unit.</summary>
    public decimal UnitsPerPrice { get; } = 1 / new decimal(1, 0, 0, isNegative: false, (byte)PriceScale);

    /// <summary>False where all of them were made by trades.</summary>
    public bool HasUntraded { get; init; }
}

/// <summary>Gathers candles in ascending order. Throws <see cref="ArgumentException"/> for one that is not a candle or comes out of order.</summary>
public sealed class CandleSeriesBuilder(InstrumentId instrument, TimeSpan step)
{
    /// <summary>Finer prices than this are no prices of a venue.</summary>
    private const int FinestScale = 12;

    private readonly GrowingColumn<long> _openMs = new();
    private readonly GrowingColumn<long> _opens = new();
    private readonly GrowingColumn<long> _highs = new();
    private readonly GrowingColumn<long> _lows = new();
    private readonly GrowingColumn<long> _closes = new();
    private readonly GrowingColumn<decimal> _volumes = new();
    private decimal _units = 1;
    private int _scale;
    private bool _hasUntraded;

    public int Count => _openMs.Count;

    public CandleSeriesBuilder Add(in Candle candle)
    {
        var openMs = candle.OpenAt.ToUnixTimeMilliseconds();
        if (Count > 0 && openMs <= _openMs.Last)
        {
            throw new ArgumentException($"The candle of {candle.OpenAt:O} comes after one of {DateTimeOffset.FromUnixTimeMilliseconds(_openMs.Last):O}.", nameof(candle));
        }

        if (candle.Low <= 0 || candle.Low > Math.Min(candle.Open, candle.Close) || candle.High < Math.Max(candle.Open, candle.Close) || candle.Volume < 0)
        {
            throw new ArgumentException(
                $"The candle of {candle.OpenAt:O} is impossible: open {candle.Open}, high {candle.High}, low {candle.Low}, close {candle.Close}, volume {candle.Volume}.", nameof(candle));
        }

        var scale = Math.Max(Math.Max(Scale(candle.Open), Scale(candle.High)), Math.Max(Scale(candle.Low), Scale(candle.Close)));
        if (scale > FinestScale)
        {
            throw new ArgumentException($"A price of {instrument} has {scale} decimal places; at most {FinestScale} can be told apart.", nameof(candle));
        }

        Refine(scale);
        _openMs.Add(openMs);
        _opens.Add(Units(candle.Open));
        _highs.Add(Units(candle.High));
        _lows.Add(Units(candle.Low));
        _closes.Add(Units(candle.Close));
        _volumes.Add(candle.Volume);
        _hasUntraded |= candle.High == candle.Low && candle.Volume == 0;
        return this;
    }

    /// <summary>The candles so far. The builder is not to be used any more.</summary>
    public CandleSeries Build()
    {
        var count = Count;
        var columns = new CandleColumns(_scale, _openMs.Take(), _opens.Take(), _highs.Take(), _lows.Take(), _closes.Take(), _volumes.Take())
        {
            HasUntraded = _hasUntraded,
        };
        return new CandleSeries(instrument, step, columns, 0, count);
    }

    /// <summary>Decimal places of a price without trailing zeros.</summary>
    private static int Scale(decimal price) => (price / 1.0000000000000000000000000000m).Scale;

    private long Units(decimal price) => decimal.ToInt64(price * _units);

    private void Refine(int scale)
    {
        if (scale <= _scale)
        {
            return;
        }

        var factor = 1L;
        for (; _scale < scale; _scale++)
        {
            factor *= 10;
        }

        _units *= factor;
        foreach (var column in (GrowingColumn<long>[])[_opens, _highs, _lows, _closes])
        {
            column.Change(units => checked(units * factor));
        }
    }
}
