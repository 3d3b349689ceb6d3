using System.Collections.Immutable;
using System.Threading.Channels;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// Transfers, funding and the like. The stream says only that a balance moved; the ledger says why, under a number that stays the same
/// however often it is read. So the balance waits a moment for its ledger entry: a withdrawal must not look like a loss.
/// </summary>
internal sealed class BinanceBookings(AccountId account, BinanceAccountReadings readings, SnapshotGate gate)
{
    private const int Attempts = 6;
    private const int LongestQueue = 1024;

    /// <summary>How much earlier than the balance an entry may be dated.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly Channel<IReadOnlyList<RiskEvent.BalanceChanged>> _waiting =
        Channel.CreateBounded<IReadOnlyList<RiskEvent.BalanceChanged>>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });

    private readonly HashSet<(LedgerKind, string)> _told = [];

    /// <summary>Has the balances follow their entries; when too many wait they go out unexplained, never lost.</summary>
    public void Explain(IReadOnlyList<RiskEvent.BalanceChanged> balances)
    {
        if (!_waiting.Writer.TryWrite(balances))
        {
            Post(balances);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var balances in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            var since = balances.Min(balance => balance.Times.MarketAt) - Overlap;
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                await Task.Delay(attempt == 0 ? TimeSpan.Zero : Backoff.After(attempt), readings.Network.Time, cancellationToken);
                var (entries, _) = await ReadAsync(since, cancellationToken);
                Post(entries);
                if (entries.Any(entry => balances.Any(balance => balance.Asset == entry.Entry.Asset)))
                {
                    break;
                }
            }

            Post(balances);
        }
    }

    /// <summary>
    /// Entries not told yet, and the contracts that were traded meanwhile. Profit and commission are told by the fills and only show what was traded.
    /// </summary>
    public async Task<(IReadOnlyList<RiskEvent.LedgerBooked> Entries, IReadOnlyCollection<InstrumentId> Traded)> ReadAsync(
        DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (await readings.ReadLedgerAsync(since, cancellationToken)
            is not ExchangeOutcome<ImmutableArray<LedgerEntry>>.Accepted { Value: var entries })
        {
            return ([], []);
        }

        var now = readings.Network.TimesNow();
        var byFill = entries.ToLookup(entry => entry.Kind is LedgerKind.RealizedPnl or LedgerKind.Commission);
        lock (_told)
        {
            return (
                [.. byFill[false].Where(entry => _told.Add((entry.Kind, entry.EntryId)))
                    .Select(entry => new RiskEvent.LedgerBooked(account, entry) { Times = now with { MarketAt = entry.At } })],
                [.. byFill[true].Select(entry => entry.Instrument).OfType<InstrumentId>().Distinct()]);
        }
    }

    private void Post(IEnumerable<RiskEvent> events)
    {
        foreach (var riskEvent in events)
        {
            gate.Post(riskEvent);
        }
    }
}
