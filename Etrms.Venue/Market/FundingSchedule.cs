using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Funding of one contract: settled every eight hours of market time, at recorded rates where there are any.</summary>
internal sealed class FundingSchedule(string symbol, IReadOnlyList<FundingRate> recorded, int seed)
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(8);

    private const decimal BaseRate = 0.0001m;

    /// <summary>Recorded times are some milliseconds late.</summary>
    private readonly Dictionary<DateTimeOffset, decimal> _rates = recorded
        .GroupBy(rate => Floor(rate.At + TimeSpan.FromMinutes(30)))
        .ToDictionary(group => group.Key, group => group.Last().Rate);

    /// <summary>The first settlement after an instant.</summary>
    public static DateTimeOffset NextAfter(DateTimeOffset at) => Floor(at) + Interval;

    public decimal RateAt(DateTimeOffset settledAt) =>
        _rates.TryGetValue(settledAt, out var rate) ? rate : Usual(settledAt);

    /// <summary>Where nothing was recorded: around a hundredth of a percent, now and then negative.</summary>
    private decimal Usual(DateTimeOffset settledAt)
    {
        var noise = Noise.For(seed, symbol, settledAt.ToUnixTimeSeconds() / 28_800);
        return Math.Round(BaseRate + ((decimal)Math.Clamp(noise.Normal(), -3, 3) * 0.00007m), 8);
    }

    private static DateTimeOffset Floor(DateTimeOffset at) => new(at.Ticks - (at.Ticks % Interval.Ticks), TimeSpan.Zero);
}
