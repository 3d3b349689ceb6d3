using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Hyperliquid.Limits;

/// <summary>Request weight per IP address in the running minute of the wall clock.</summary>
internal sealed class IpWeights(IOptions<HyperliquidOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (long Minute, int Weight)> _byAddress = new(StringComparer.Ordinal);

    /// <summary>Books a request.</summary>
    /// <returns>False when the address is over its limit.</returns>
    public bool TryBook(string ip, int weight)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        var booked = _byAddress.AddOrUpdate(
            ip, (minute, weight), (_, former) => former.Minute == minute ? (minute, former.Weight + weight) : (minute, weight));
        return booked.Weight <= options.Value.WeightPerMinute;
    }
}
