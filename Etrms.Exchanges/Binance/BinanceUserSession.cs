using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// The user stream of one account. What happens while it is down is lost to it, so every connection begins with a reading of the account, and
/// after an outage with the fills and bookings that were missed.
/// </summary>
internal sealed partial class BinanceUserSession : IStreamSession
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly AccountId _account;
    private readonly BinanceNetwork _network;
    private readonly Action<RiskEvent> _sink;
    private readonly ILogger _logger;
    private readonly BinanceListenKey _listenKey;
    private readonly BinanceAccountReadings _readings;
    private readonly KnownPositions _positions = new();
    private readonly OtherCollateral _collateral = new();
    private readonly BinanceUserFrames _frames;
    private readonly SnapshotGate _gate;
    private TaskCompletionSource _expired = new();
    private DateTimeOffset? _completeUntil;
    private bool _isComplete;

    public BinanceUserSession(AccountId account, BinanceRest rest, Action<RiskEvent> sink, ILogger logger)
    {
        _account = account;
        _network = rest.Network;
        _sink = sink;
        _logger = logger;
        _listenKey = new(rest);
        _readings = new(rest);
        _frames = new(account, _positions, _collateral);
        _gate = new(sink);
        Bookings = new(account, _readings, _gate);
    }

    public BinanceBookings Bookings { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Greetings => [];

    public async ValueTask<Uri> LocateAsync(CancellationToken cancellationToken)
    {
        await _network.LearnMarketTimeAsync(cancellationToken);
        _expired = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate.Hold();
        return _network.Addresses.PrivateStream(await _listenKey.GetAsync(cancellationToken));
    }

    public Task AccompanyAsync(CancellationToken cancellationToken) => Together.RunAsync(
        cancellationToken, _listenKey.KeepAliveAsync, token => _expired.Task.WaitAsync(token), CatchUpAsync);

    public void Receive(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        try
        {
            Take(_frames.Decode(frame, receivedAt));
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
        _sink(new RiskEvent.FeedChanged(_account, Exchange.Binance, FeedKind.UserStream, isAlive) { Times = times });
    }

    private void Take(UserNews? news)
    {
        switch (news)
        {
            case UserNews.Changed changed:
                Post(changed.Events);
                break;
            case UserNews.Booked booked:
                Post(booked.Events);
                Bookings.Explain(booked.Balances);
                break;
            case UserNews.ListenKeyExpired or UserNews.AssetsModeChanged:
                // A new connection begins with a reading of the account.
                _expired.TrySetResult();
                break;
        }
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

            _positions.Replace(snapshot.Positions, _readings.Leverage);
            _collateral.Replace(snapshot);
            TellWhatIsLeftOut(snapshot);
            List<RiskEvent> events = _completeUntil is { } since ? await ReadOutageAsync(since - Overlap, snapshot, limit.Token) : [];
            events.Add(new RiskEvent.AccountSnapshotTaken(_account, snapshot) { Times = started });
            return events;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(_account, "no answer in time");
            return null;
        }
    }

    /// <summary>In single-asset mode the venue's totals, and with them every measure, know the settlement coin alone.</summary>
    private void TellWhatIsLeftOut(AccountSnapshot snapshot)
    {
        var others = snapshot.Assets.Where(asset => asset.Asset != BinanceWords.SettlementAsset).Select(asset => asset.Asset).ToArray();
        if (!snapshot.IsMultiAssets && others.Length > 0)
        {
            LogLeftOut(_account, string.Join(", ", others));
        }
    }

    private async Task<List<RiskEvent>> ReadOutageAsync(DateTimeOffset since, AccountSnapshot snapshot, CancellationToken cancellationToken)
    {
        var booked = await Bookings.ReadAsync(since, cancellationToken);
        var traded = booked.Traded
            .Union(_positions.EverHeld)
            .Union(snapshot.OpenOrders.Select(order => order.Instrument))
            .Order();
        List<RiskEvent> events = [.. booked.Entries];
        foreach (var instrument in traded)
        {
            var fills = (await _readings.ReadFillsAsync(instrument, since, cancellationToken)).OrThrow($"The fills of {instrument}");
            var now = _network.TimesNow();
            events.AddRange(fills.Select(fill => new RiskEvent.Filled(_account, fill) { Times = now with { MarketAt = fill.At } }));
        }

        return events;
    }

    [LoggerMessage(LogLevel.Warning, "A frame of account {Account} could not be read: {Failure}")]
    private partial void LogUnreadable(AccountId account, string failure);

    [LoggerMessage(LogLevel.Warning, "Account {Account} holds {Assets}, which its totals do not count")]
    private partial void LogLeftOut(AccountId account, string assets);

    [LoggerMessage(LogLevel.Warning, "Account {Account} could not be read after connecting: {Failure}")]
    private partial void LogNotRead(AccountId account, string failure);
}
