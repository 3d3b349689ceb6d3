using System.Text.Json;
using System.Threading.Channels;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// The user stream of one account. What happens while it is down is lost to it, so every connection begins with a reading of the account, and
/// after an outage with the fills and bookings that were missed.
/// </summary>
internal sealed partial class HyperliquidUserSession : IStreamSession
{
    private const int LongestQueue = 1024;
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly AccountId _account;
    private readonly HyperliquidAccountReadings _readings;
    private readonly HyperliquidNetwork _network;
    private readonly string _user;
    private readonly Action<RiskEvent> _sink;
    private readonly ILogger _logger;
    private readonly KnownAccount _known = new();
    private readonly HyperliquidUserFrames _frames;
    private readonly SnapshotGate _gate;
    private readonly Channel<long> _unknownOrders =
        Channel.CreateBounded<long>(new BoundedChannelOptions(LongestQueue) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private DateTimeOffset? _completeUntil;
    private bool _isComplete;

    public HyperliquidUserSession(
        AccountId account, HyperliquidAccountReadings readings, HyperliquidIdentity identity, Action<RiskEvent> sink, ILogger logger)
    {
        _account = account;
        _readings = readings;
        _network = readings.Network;
        _user = identity.User;
        _sink = sink;
        _logger = logger;
        _gate = new(sink);
        _frames = new(account, _network, _user, _known) { AskFor = oid => _unknownOrders.Writer.TryWrite(oid) };
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Greetings => [.. Topics.Select(type => HyperliquidFrames.Subscribe(new(type) { User = _user }))];

    private IEnumerable<string> Topics =>
    [
        "clearinghouseState", "orderUpdates", "userFills", "userFundings", "userNonFundingLedgerUpdates",
        .. _frames.IsUnified ? ["spotState"] : (string[])[],
    ];

    public async ValueTask<Uri> LocateAsync(CancellationToken cancellationToken)
    {
        await _network.LearnMarketTimeAsync(cancellationToken);
        _frames.IsUnified = (await _readings.ReadIsUnifiedAsync(cancellationToken)).OrThrow("Where the collateral lies");
        _gate.Hold();
        return _network.Addresses.Stream;
    }

    public Task AccompanyAsync(CancellationToken cancellationToken) => Together.RunAsync(cancellationToken, CatchUpAsync, AskForOrdersAsync);

    public void Receive(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        try
        {
            Post(_frames.Decode(frame, receivedAt));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            LogUnreadable(_account, failure.Message);
        }
    }

    public void Report(bool isAlive)
    {
        if (!_network.MarketClock.IsKnown)
        {
            return;
        }

        var times = _network.TimesNow();
        if (isAlive && _isComplete)
        {
            _completeUntil = times.MarketAt;
        }

        _isComplete &= isAlive;
        _sink(new RiskEvent.FeedChanged(_account, Exchange.Hyperliquid, FeedKind.UserStream, isAlive) { Times = times });
    }

    private void Post(IEnumerable<RiskEvent> events)
    {
        foreach (var riskEvent in events)
        {
            _gate.Post(riskEvent);
        }
    }

    /// <summary>Reads until it succeeds. What the stream says waits for a reading, but not long: late news beat no news.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; !_isComplete; failures++)
        {
            _gate.Hold();
            var started = _network.TimesNow();
            var found = await ReadMissedAsync(started, cancellationToken);
            _gate.Release(found ?? [], found is null ? DateTimeOffset.MinValue : started.VenueAt);
            if (found is null)
            {
                await Task.Delay(Backoff.After(failures), _network.Time, cancellationToken);
                continue;
            }

            _completeUntil = started.MarketAt;
            _isComplete = true;
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>Bookings and fills first, then the state that they led to; null when the venue could not be read in time.</summary>
    private async Task<List<RiskEvent>?> ReadMissedAsync(EventTimes started, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestHold);
        try
        {
            var outcome = await _readings.ReadSnapshotAsync(limit.Token);
            if (outcome is not ExchangeOutcome<AccountSnapshot>.Accepted { Value: var snapshot })
            {
                LogNotRead(_account, outcome.Describe());
                return null;
            }

            List<RiskEvent> events = _completeUntil is { } since ? await ReadOutageAsync(since - Overlap, limit.Token) : [];
            _known.Replace(snapshot);
            events.Add(new RiskEvent.AccountSnapshotTaken(_account, snapshot) { Times = started });
            return events;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(_account, "no answer in time");
            return null;
        }
    }

    private async Task<List<RiskEvent>> ReadOutageAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var entries = (await _readings.ReadLedgerAsync(since, cancellationToken)).OrThrow("The bookings");
        var fills = (await _readings.ReadFillsAsync(since, cancellationToken)).OrThrow("The fills");
        var now = _network.TimesNow();
        return
        [
            .. entries.Select(entry => new RiskEvent.LedgerBooked(_account, entry) { Times = now with { MarketAt = entry.At } }),
            .. fills.Select(fill => new RiskEvent.Filled(_account, fill) { Times = now with { MarketAt = fill.At } }),
        ];
    }

    /// <summary>The stream does not say whether a new order is conditional or reduces only; the venue does when asked.</summary>
    private async Task AskForOrdersAsync(CancellationToken cancellationToken)
    {
        await foreach (var oid in _unknownOrders.Reader.ReadAllAsync(cancellationToken))
        {
            if (await _readings.FindAsync(oid, cancellationToken) is ExchangeOutcome<Order?>.Accepted { Value: { } order }
                && _known.Remember(order))
            {
                _gate.Post(new RiskEvent.OrderChanged(_account, order) { Times = _network.TimesNow() with { MarketAt = order.UpdatedAt } });
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A frame of account {Account} could not be read: {Failure}")]
    private partial void LogUnreadable(AccountId account, string failure);

    [LoggerMessage(LogLevel.Warning, "Account {Account} could not be read after connecting: {Failure}")]
    private partial void LogNotRead(AccountId account, string failure);
}
