using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Etrms.Domain.Market;

namespace Etrms.Domain.Risk.Books;

/// <summary>The close of an hour; hours are counted from year 1.</summary>
internal readonly record struct HourClose(long Hour, decimal Close);

/// <summary>
/// Closes of the last thousand hours of a contract and its average true range, as the venue's candles told them. They change once an hour;
/// what is made from them is found again by their version.
/// </summary>
internal sealed class HourCloses
{
    /// <summary>A thousand returns need one close more.</summary>
    public const int Kept = 1_001;

    /// <summary>Bars of the average true range.</summary>
    public const int RangeBars = 14;

    private string? _text;

    /// <summary>Oldest first; hours may be missing.</summary>
    public ImmutableArray<HourClose> Closes { get; private set; } = [];

    /// <summary>Grows with every change.</summary>
    public int Version { get; private set; }

    /// <summary>Wilder's ATR of 14 hours in quote units, at the newest history long enough for it; 0 is unknown.</summary>
    public decimal AverageRange { get; private set; }

    /// <summary>Market ticks at which the newest known hour ended; 0 without any.</summary>
    public long Until => Closes.IsEmpty ? 0 : (Closes[^1].Hour + 1) * TimeSpan.TicksPerHour;

    /// <summary>
    /// Takes in closed hours, oldest first: they take the place of everything from the first of them on, so a market that was set back
    /// keeps no later hours. Bars that are not whole hours in rising order or have no positive prices are passed over.
    /// </summary>
    public void Take(ImmutableArray<Candle> hours)
    {
        var usable = Usable(hours);
        if (usable.Count == 0)
        {
            return;
        }

        var first = HourOf(usable[0]);
        var closes = Closes.Where(known => known.Hour < first).Concat(usable.Select(bar => new HourClose(HourOf(bar), bar.Close))).ToList();
        Closes = [.. closes.Skip(closes.Count - Kept)];
        AverageRange = usable.Count > RangeBars ? RangeOf(usable) : AverageRange;
        _text = null;
        Version++;
    }

    public HoursState? Capture() => Closes.IsEmpty
        ? null
        : new HoursState(EngineClock.At(Closes[0].Hour * TimeSpan.TicksPerHour), _text ??= Write(Closes), AverageRange);

    public void Restore(HoursState? state)
    {
        if (state is not null)
        {
            (Closes, AverageRange, _text) = (Read(state), state.AverageRange, state.Closes);
            Version++;
        }
    }

    private static long HourOf(in Candle bar) => bar.OpenAt.UtcTicks / TimeSpan.TicksPerHour;

    private static List<Candle> Usable(ImmutableArray<Candle> hours)
    {
        var usable = new List<Candle>(hours.Length);
        foreach (var bar in hours)
        {
            var isWhole = bar.OpenAt.UtcTicks % TimeSpan.TicksPerHour == 0 && (usable.Count == 0 || bar.OpenAt > usable[^1].OpenAt);
            if (isWhole && bar.Low > 0 && bar.Close >= bar.Low && bar.High >= bar.Close)
            {
                usable.Add(bar);
            }
        }

        return usable;
    }

    /// <summary>Wilder (1978): the mean of the first 14 true ranges, then r = (13 r + TR) / 14.</summary>
    private static decimal RangeOf(List<Candle> bars)
    {
        var range = 0m;
        for (var i = 1; i < bars.Count; i++)
        {
            var before = bars[i - 1].Close;
            var trueRange = Math.Max(bars[i].High, before) - Math.Min(bars[i].Low, before);
            range = i <= RangeBars ? range + (trueRange / RangeBars) : ((range * (RangeBars - 1)) + trueRange) / RangeBars;
        }

        return decimal.Round(range, 12);
    }

    /// <summary>The first close, then the step to each next hour; a missing hour is an underscore. About five letters an hour.</summary>
    private static string Write(ImmutableArray<HourClose> closes)
    {
        var text = new StringBuilder(closes.Length * 6).Append(Plain(closes[0].Close));
        for (var i = 1; i < closes.Length; i++)
        {
            for (var hour = closes[i - 1].Hour + 1; hour < closes[i].Hour; hour++)
            {
                text.Append(" _");
            }

            text.Append(' ').Append(Plain(closes[i].Close - closes[i - 1].Close));
        }

        return text.ToString();
    }

    private static ImmutableArray<HourClose> Read(HoursState state)
    {
        var closes = ImmutableArray.CreateBuilder<HourClose>();
        var hour = state.FirstAt.UtcTicks / TimeSpan.TicksPerHour;
        var close = 0m;
        foreach (var part in state.Closes.AsSpan().Split(' '))
        {
            var step = state.Closes.AsSpan()[part];
            if (step is not "_")
            {
                close += decimal.Parse(step, NumberStyles.Float, CultureInfo.InvariantCulture);
                closes.Add(new HourClose(hour, close));
            }

            hour++;
        }

        return closes.DrainToImmutable();
    }

    private static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
