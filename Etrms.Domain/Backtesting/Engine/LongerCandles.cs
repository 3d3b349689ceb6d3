using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Puts short candles together to longer ones, which begin at whole multiples of their length.</summary>
internal static class LongerCandles
{
    /// <param name="candles">The short ones.</param>
    /// <param name="last">The last that has closed.</param>
    /// <param name="length">A multiple of theirs.</param>
    /// <param name="ago">0 for the newest long candle that is complete.</param>
    public static Candle? Find(CandleSeries candles, int last, TimeSpan length, int ago)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ago);
        if (length <= candles.Step || length.Ticks % candles.Step.Ticks != 0)
        {
            throw new ArgumentException($"A longer candle lasts a multiple of {candles.Step}, not {length}.", nameof(length));
        }

        var now = candles.OpenAt(last) + candles.Step;
        var end = Start(now, length) - (ago * length);
        var (from, until) = (candles.IndexAt(end - length), Math.Min(candles.IndexAt(end), last + 1));

        // The first long candle of a series is whole only when the series begins with it.
        return from < until && candles.OpenAt(0) <= end - length ? Join(candles, (from, until), end - length) : null;
    }

    private static DateTimeOffset Start(DateTimeOffset at, TimeSpan length) => at.AddTicks(-(at.Ticks % length.Ticks));

    private static Candle Join(CandleSeries candles, (int From, int Until) range, DateTimeOffset openAt)
    {
        var (high, low, volume) = (decimal.MinValue, decimal.MaxValue, 0m);
        for (var i = range.From; i < range.Until; i++)
        {
            (high, low, volume) = (Math.Max(high, candles.High(i)), Math.Min(low, candles.Low(i)), volume + candles.Volume(i));
        }

        return new Candle(openAt, candles.Open(range.From), high, low, candles.Close(range.Until - 1), volume);
    }
}
