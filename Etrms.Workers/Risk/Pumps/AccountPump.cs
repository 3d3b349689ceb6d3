using System.Collections.Immutable;
using System.Threading.Channels;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>
/// Feeds one account's facts to the loop: its stream, and beside it a full reading every half minute and after every doubt, which heals what the
/// stream lost.
/// </summary>
internal sealed class AccountPump(MonitoredAccount account, FactSink sink, AccountCursors cursors, RiskClock clock, SettingsInForce settings)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>An empty position list after a full one is believed when a second reading agrees (RISK 4.7).</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(1200);

    /// <summary>When to read again after the stream spoke during a reading, and how often before such a reading is taken all the same.</summary>
    private static readonly TimeSpan AfterOvertaken = TimeSpan.FromMilliseconds(500);
    private const int MostOvertaken = 5;

    private readonly Channel<bool> _doubts = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long _told;
    private int _overtaken;

    /// <summary>True until a reading was confirmed to be flat. At first it is what a former worker knew: the engine may still hold positions of then.</summary>
    private bool _mayHold = cursors.SymbolsOf(account.Id).Any();
    private DateTimeOffset? _flatSince;
    private TimeSpan _next = settings.Current.CrossCheckEvery;
    private bool _isStreamAlive;

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(account.Feed.RunAsync(account.Id, Receive, cancellationToken), CheckAsync(cancellationToken));

    /// <summary>Has the account read at once instead of in its turn.</summary>
    public void Doubt() => _doubts.Writer.TryWrite(true);

    /// <summary>Reads the account and what was booked since the cursors, and decides when to look again.</summary>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        _next = Retry;
        var told = Volatile.Read(ref _told);
        var reading = await account.Feed.ReadSnapshotAsync(cancellationToken);
        var isRead = reading is ExchangeOutcome<AccountSnapshot>.Accepted;
        sink.Post(new RiskEvent.FeedChanged(account.Id, account.Exchange, FeedKind.AccountCheck, isRead) { Times = clock.Now() });
        if (reading is not ExchangeOutcome<AccountSnapshot>.Accepted { Value: var snapshot })
        {
            return;
        }

        var at = snapshot.At == default ? clock.Now().MarketAt : snapshot.At;
        var followedSince = cursors.Find(account.Id, AccountCursors.Ledger);
        var booked = await CatchUpLedgerAsync(at, cancellationToken);
        await CatchUpFillsAsync(SymbolsIn(snapshot).Union(booked), followedSince, at, cancellationToken);
        if (told != Volatile.Read(ref _told) && ++_overtaken <= MostOvertaken)
        {
            // The account moved meanwhile: this picture of it may be older than what the loop already knows.
            _next = AfterOvertaken;
            return;
        }

        _overtaken = 0;
        sink.Post(new RiskEvent.AccountSnapshotTaken(account.Id, snapshot) { Times = clock.Now() }, account);
        _next = NextAfter(isFlat: snapshot.Positions.All(position => position.Quantity == 0));
    }

    private TimeSpan NextAfter(bool isFlat)
    {
        _flatSince = isFlat ? _flatSince ?? clock.WallNow : null;
        _mayHold = !isFlat || (_mayHold && clock.WallNow - _flatSince < SecondLook);
        return isFlat && _mayHold ? SecondLook : settings.Current.CrossCheckEvery;
    }

    private static IEnumerable<string> SymbolsIn(AccountSnapshot snapshot) => snapshot.Positions.Select(position => position.Instrument.Symbol)
        .Concat(snapshot.OpenOrders.Select(order => order.Instrument.Symbol));

    private void Receive(RiskEvent riskEvent)
    {
        sink.Post(riskEvent, account);
        if (riskEvent is RiskEvent.PositionChanged or RiskEvent.OrderChanged or RiskEvent.BalanceChanged)
        {
            Interlocked.Increment(ref _told);
        }

        if (riskEvent is RiskEvent.FeedChanged { Feed: FeedKind.UserStream, IsAlive: var isAlive } && isAlive != _isStreamAlive)
        {
            // Lost: its last words may be missing. Back: so may be what was booked while it was away.
            _isStreamAlive = isAlive;
            Doubt();
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(_next, cancellationToken);
            await SyncAsync(cancellationToken);
        }
    }

    private async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var doubt = _doubts.Reader.WaitToReadAsync(limit.Token).AsTask();
        await Task.WhenAny(doubt, Task.Delay(atMost, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        _doubts.Reader.TryRead(out _);
    }

    /// <summary>Reads bookings since the cursor; answers with the contracts they name.</summary>
    private async Task<IReadOnlyCollection<string>> CatchUpLedgerAsync(DateTimeOffset snapshotAt, CancellationToken cancellationToken)
    {
        if (cursors.Find(account.Id, AccountCursors.Ledger) is not { } since)
        {
            // A new account starts here: its past is not ours to count.
            cursors.Advance(account.Id, AccountCursors.Ledger, snapshotAt);
            return [];
        }

        if (await account.Feed.ReadLedgerAsync(since, cancellationToken)
            is not ExchangeOutcome<ImmutableArray<LedgerEntry>>.Accepted { Value: var entries })
        {
            return [];
        }

        foreach (var entry in entries.OrderBy(entry => entry.At))
        {
            sink.Post(new RiskEvent.LedgerBooked(account.Id, entry) { Times = TimesOf(entry.At) });
            cursors.Advance(account.Id, AccountCursors.Ledger, entry.At);
        }

        return [.. entries.Where(entry => entry.Instrument is not null).Select(entry => entry.Instrument!.Value.Symbol).Distinct(StringComparer.Ordinal)];
    }

    /// <param name="symbols">Contracts that may have been traded.</param>
    /// <param name="followedSince">
    /// From when fills in a contract that was never seen before are ours to count: since the last look at the account; null when it is new.
    /// </param>
    /// <param name="snapshotAt">The venue's time of the reading: what a new account did before it is not ours to count.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private async Task CatchUpFillsAsync(
        IEnumerable<string> symbols, DateTimeOffset? followedSince, DateTimeOffset snapshotAt, CancellationToken cancellationToken)
    {
        var fills = new List<Fill>();
        foreach (var symbol in symbols.Union(cursors.SymbolsOf(account.Id)))
        {
            var stream = AccountCursors.Fills(symbol);
            if ((cursors.Find(account.Id, stream) ?? followedSince) is not { } since)
            {
                cursors.Advance(account.Id, stream, snapshotAt);
            }
            else if (await account.Feed.ReadFillsAsync(new InstrumentId(account.Exchange, symbol), since, cancellationToken)
                is ExchangeOutcome<ImmutableArray<Fill>>.Accepted { Value: var read })
            {
                fills.AddRange(read);
            }
        }

        foreach (var fill in fills.OrderBy(fill => fill.At))
        {
            sink.Post(new RiskEvent.Filled(account.Id, fill) { Times = TimesOf(fill.At) });
            cursors.Advance(account.Id, AccountCursors.Fills(fill.Instrument.Symbol), fill.At);
        }
    }

    private EventTimes TimesOf(DateTimeOffset at) => clock.Now() with { MarketAt = at };
}
