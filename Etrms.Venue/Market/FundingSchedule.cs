using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>
/// Funding of one contract: settled every so many hours of market time, at recorded rates where there are any. Rates are those of
/// eight hours; a shorter interval pays its share of them.
/// </summary>
internal sealed class FundingSchedule(string symbol, IReadOnlyList<FundingRate> recorded, int seed, TimeSpan interval)
{
    private const decimal BaseRate = 0.0001m;

    /// <summary>Most that any venue here settles for an hour.</summary>
    private const decimal MostPerHour = 0.04m;
    private static readonly TimeSpan RatePeriod = TimeSpan.FromHours(8);

    /// <summary>Recorded times are some milliseconds late.</summary>
    private readonly Dictionary<DateTimeOffset, decimal> _rates = recorded
        .GroupBy(rate => Floor(rate.At + TimeSpan.FromMinutes(30), RatePeriod))
        .ToDictionary(group => group.Key, group => group.Last().Rate);

    public TimeSpan Interval => interval;

    /// <summary>The first settlement after an instant.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset at) => Floor(at, interval) + interval;

    public decimal RateAt(DateTimeOffset settledAt)
    {
        var periodEnd = Floor(settledAt - TimeSpan.FromTicks(1), RatePeriod) + RatePeriod;
        var rate = _rates.TryGetValue(periodEnd, out var known) ? known : Usual(periodEnd);
        return ShareOf(rate);
    }

    /// <summary>What a rate of eight hours comes to in one interval.</summary>
    public decimal ShareOf(decimal rate)
    {
        var most = MostPerHour * (decimal)interval.TotalHours;
        return Math.Clamp(rate * interval.Ticks / RatePeriod.Ticks, -most, most);
    }

    /// <summary>Where nothing was recorded: around a hundredth of a percent, now and then negative.</summary>
    private decimal Usual(DateTimeOffset settledAt)
    {
        var noise = Noise.For(seed, symbol, settledAt.ToUnixTimeSeconds() / 28_800);
        return Math.Round(BaseRate + ((decimal)Math.Clamp(noise.Normal(), -3, 3) * 0.00007m), 8);
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan interval) => new(at.Ticks - (at.Ticks % interval.Ticks), TimeSpan.Zero);
}
