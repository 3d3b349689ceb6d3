using System.Collections.Concurrent;
using Etrms.Venue.Market;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Hyperliquid.Limits;

/// <summary>How much of its actions an address has used.</summary>
/// <param name="Volume">USDC traded.</param>
/// <param name="Reserved">Actions bought beyond those earned by trading.</param>
internal readonly record struct AddressBudget(decimal Volume, long Used, long Most, long Reserved);

/// <summary>
/// One action for each USDC traded and some to begin with. An address past that may send one every ten seconds; cancels have more room,
/// so that orders can always be taken back. Used actions count from the venue's start.
/// </summary>
internal sealed class AddressBudgets(IOptions<HyperliquidOptions> options, TimeProvider clock)
{
    private const long MoreForCancels = 100_000;
    private static readonly TimeSpan Drip = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Usage> _byAddress = new(StringComparer.Ordinal);

    public AddressBudget Read(string address, VenueDesk desk)
    {
        var usage = _byAddress.GetOrAdd(address, _ => new Usage());
        var volume = desk.Hyperliquid.Trades(address).Sum(trade => trade.Price * trade.Quantity);
        return new AddressBudget(
            Math.Round(volume, 2), usage.Used, options.Value.FirstActions + (long)volume + usage.Reserved, usage.Reserved);
    }

    /// <summary>Books actions of an address; runs on the venue's loop.</summary>
    /// <returns>The refusal, or null.</returns>
    public string? Use(string address, int actions, bool isCancel, VenueDesk desk)
    {
        var usage = _byAddress.GetOrAdd(address, _ => new Usage());
        if (usage.Used + actions <= options.Value.FirstActions)
        {
            usage.Used += actions;
            return null;
        }

        var budget = Read(address, desk);
        var most = isCancel ? Math.Min(budget.Most + MoreForCancels, budget.Most * 2) : budget.Most;
        var now = clock.GetUtcNow();
        if (usage.Used + actions > most)
        {
            if (now - usage.DrippedAt < Drip)
            {
                return $"Too many cumulative requests sent ({usage.Used + actions} > {most}) for cumulative volume traded ${budget.Volume}. "
                    + "Place taker orders to free up 1 request per USDC traded.";
            }

            usage.DrippedAt = now;
        }

        usage.Used += actions;
        return null;
    }

    /// <summary>A late action costs a client more than one in time.</summary>
    public void Charge(string address, int actions) => _byAddress.GetOrAdd(address, _ => new Usage()).Used += actions;

    public void Reserve(string address, long actions) => _byAddress.GetOrAdd(address, _ => new Usage()).Reserved += actions;

    private sealed class Usage
    {
        public long Used { get; set; }

        public long Reserved { get; set; }

        public DateTimeOffset DrippedAt { get; set; }
    }
}
