using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Binance.Limits;

/// <summary>
/// Request weight per address in whole minutes of the wall clock. Past the limit every call is 429 with Retry-After;
/// whoever goes on regardless is banned with 418, for 2 minutes at first and twice as long each time, up to 3 days.
/// </summary>
internal sealed class RequestWeights(IOptions<LimitOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan FirstBan = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestBan = TimeSpan.FromDays(3);
    private readonly ConcurrentDictionary<string, Usage> _byAddress = new(StringComparer.Ordinal);

    /// <summary>Books a call.</summary>
    /// <param name="used">Weight used by the address in this minute, for the X-MBX-USED-WEIGHT-1M header.</param>
    /// <returns>The refusal when the address is over its limit or banned, else null.</returns>
    public BinanceError? Book(string address, int weight, out int used)
    {
        var usage = _byAddress.GetOrAdd(address, _ => new Usage());
        lock (usage)
        {
            var now = clock.GetUtcNow();
            StartMinute_NeedsLock(usage, now);
            if (usage.BannedUntil > now)
            {
                used = usage.Weight;
                return BinanceErrors.Banned with { RetryAfter = SecondsUntil(usage.BannedUntil, now) };
            }

            usage.Weight += weight;
            used = usage.Weight;
            return used <= options.Value.WeightPerMinute ? null : Refuse_NeedsLock(usage, now);
        }
    }

    private BinanceError Refuse_NeedsLock(Usage usage, DateTimeOffset now)
    {
        usage.Refusals++;
        if (usage.Refusals <= options.Value.RefusalsBeforeBan)
        {
            return BinanceErrors.TooManyRequests with { RetryAfter = SecondsUntil(usage.Minute.AddMinutes(1), now) };
        }

        usage.Ban = usage.Ban == TimeSpan.Zero ? FirstBan : TimeSpan.FromTicks(Math.Min(usage.Ban.Ticks * 2, LongestBan.Ticks));
        usage.BannedUntil = now + usage.Ban;
        return BinanceErrors.Banned with { RetryAfter = SecondsUntil(usage.BannedUntil, now) };
    }

    private static void StartMinute_NeedsLock(Usage usage, DateTimeOffset now)
    {
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        if (minute != usage.Minute)
        {
            usage.Minute = minute;
            usage.Weight = 0;
            usage.Refusals = 0;
        }
    }

    private static int SecondsUntil(DateTimeOffset end, DateTimeOffset now) => Math.Max(1, (int)Math.Ceiling((end - now).TotalSeconds));

    private sealed class Usage
    {
        public DateTimeOffset Minute { get; set; }

        public int Weight { get; set; }

        public int Refusals { get; set; }

        public TimeSpan Ban { get; set; }

        public DateTimeOffset BannedUntil { get; set; }
    }
}
