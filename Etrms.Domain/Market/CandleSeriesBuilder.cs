namespace Etrms.Domain.Market;

/// <summary>The columns behind a series and its slices.</summary>
internal sealed class CandleColumns
{
    public int PriceScale { get; set; }

    public List<long> OpenMs { get; } = [];

    public List<long> Opens { get; } = [];

    public List<long> Highs { get; } = [];

    public List<long> Lows { get; } = [];

    public List<long> Closes { get; } = [];

    public List<decimal> Volumes { get; } = [];

    public IEnumerable<List<long>> Prices => [Opens, Highs, Lows, Closes];

    /// <summary>Gives back the room that growing left over: half of it for years of minutes.</summary>
    public void Trim()
    {
        OpenMs.TrimExcess();
        Volumes.TrimExcess();
        foreach (var column in Prices)
        {
            column.TrimExcess();
        }
    }
}

/// <summary>Gathers candles in ascending order. Throws <see cref="ArgumentException"/> for one that is not a candle or comes out of order.</summary>
public sealed class CandleSeriesBuilder(InstrumentId instrument, TimeSpan step)
{
    /// <summary>Finer prices than this are no prices of a venue.</summary>
    private const int FinestScale = 12;

    private readonly CandleColumns _columns = new();
    private decimal _units = 1;

    public int Count => _columns.OpenMs.Count;

    public CandleSeriesBuilder Add(in Candle candle)
    {
        var openMs = candle.OpenAt.ToUnixTimeMilliseconds();
        if (Count > 0 && openMs <= _columns.OpenMs[^1])
        {
            throw new ArgumentException($"The candle of {candle.OpenAt:O} comes after one of {DateTimeOffset.FromUnixTimeMilliseconds(_columns.OpenMs[^1]):O}.", nameof(candle));
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
        _columns.OpenMs.Add(openMs);
        _columns.Opens.Add(Units(candle.Open));
        _columns.Highs.Add(Units(candle.High));
        _columns.Lows.Add(Units(candle.Low));
        _columns.Closes.Add(Units(candle.Close));
        _columns.Volumes.Add(candle.Volume);
        return this;
    }

    /// <summary>The candles so far. The builder is not to be used any more.</summary>
    public CandleSeries Build()
    {
        _columns.Trim();
        return new CandleSeries(instrument, step, _columns, 0, Count);
    }

    /// <summary>Decimal places of a price without trailing zeros.</summary>
    private static int Scale(decimal price) => (price / 1.0000000000000000000000000000m).Scale;

    private long Units(decimal price) => decimal.ToInt64(price * _units);

    private void Refine(int scale)
    {
        if (scale <= _columns.PriceScale)
        {
            return;
        }

        var factor = 1L;
        for (; _columns.PriceScale < scale; _columns.PriceScale++)
        {
            factor *= 10;
        }

        _units *= factor;
        foreach (var column in _columns.Prices)
        {
            for (var i = 0; i < column.Count; i++)
            {
                column[i] = checked(column[i] * factor);
            }
        }
    }
}
