using System.Collections.Immutable;
using System.Threading.Channels;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>What a command on the loop may touch, with the two clocks of its moment.</summary>
/// <param name="Exchange">Binance's.</param>
/// <param name="Hyperliquid">The other one.</param>
public sealed record VenueDesk(SimulatedExchange Exchange, SimulatedExchange Hyperliquid, VenueMarket Market, MarketStamp Now);

/// <summary>An account's event with the wall time at which the venue decided it.</summary>
public readonly record struct AccountEvent(ExchangeEvent Event, DateTimeOffset WallAt);

/// <summary>The single owner of exchange and market: every command and every tick of the market runs here, one after another.</summary>
public sealed partial class VenueLoop : BackgroundService
{
    private const int MostWaiting = 10_000;

    /// <summary>A fast replay gives way to waiting commands after this long.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(100);

    private readonly VenueOpening _opening;
    private readonly VenueKeeper _keeper;
    private readonly TimeProvider _time;
    private readonly ILogger<VenueLoop> _logger;
    private readonly Channel<Action> _work = Channel.CreateBounded<Action>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private ImmutableArray<Action<MarketEvent>> _marketHandlers = [];
    private ImmutableArray<(Exchange Venue, Action<AccountEvent> Handle)> _accountHandlers = [];
    private VenueExchanges? _exchanges;
    private VenueMarket? _market;
    private DateTimeOffset _publishedAt;
    private bool _hasEnded;
    private int _isTickWaiting;

    internal VenueLoop(VenueOpening opening, VenueKeeper keeper, TimeProvider time, ILogger<VenueLoop> logger) =>
        (_opening, _keeper, _time, _logger) = (opening, keeper, time, logger);

    private VenueExchanges Exchanges => _exchanges ?? throw new InvalidOperationException("The venue has not started.");

    private VenueMarket Market => _market ?? throw new InvalidOperationException("The venue has not started.");

    /// <summary>Loads the prices before anything listens, so that a venue that answers has a market.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        (_exchanges, _market) = await _opening.OpenAsync(Raise, Raise, cancellationToken);
        var status = _market.Status;
        LogOpened(status.PriceSource, status.MarketAt, status.Speed, string.Join(',', status.Symbols));
        if (status.PriceSource == PriceSource.Simulated)
        {
            LogSimulated();
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Runs work on the loop and hands back its answer; the events it caused were delivered before.</summary>
    public async Task<T> AskAsync<T>(Func<VenueDesk, T> work, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _work.Writer.WriteAsync(() => Answer(work, answer), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Handlers run on the loop and must not block.</summary>
    public IDisposable SubscribeMarket(Action<MarketEvent> handler)
    {
        ImmutableInterlocked.Update(ref _marketHandlers, handlers => handlers.Add(handler));
        return new Subscription(() => ImmutableInterlocked.Update(ref _marketHandlers, handlers => handlers.Remove(handler)));
    }

    /// <summary>Handlers run on the loop and must not block.</summary>
    public IDisposable SubscribeAccounts(Exchange venue, Action<AccountEvent> handler)
    {
        ImmutableInterlocked.Update(ref _accountHandlers, handlers => handlers.Add((venue, handler)));
        return new Subscription(() => ImmutableInterlocked.Update(ref _accountHandlers, handlers => handlers.Remove((venue, handler))));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writing = _keeper.RunAsync(CancellationToken.None);
        await using var timer = _time.CreateTimer(_ => RequestTick(), state: null, TickEvery, TickEvery);
        try
        {
            await foreach (var work in _work.Reader.ReadAllAsync(stoppingToken))
            {
                work();

                // A replay that cannot keep up always has a next tick waiting, so the reader alone would never look at the token.
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(Market.At);
        }
        finally
        {
            _keeper.SaveLast(Exchanges, Market);
            await writing;
        }
    }

    private void RequestTick()
    {
        if (Interlocked.Exchange(ref _isTickWaiting, 1) == 0 && !_work.Writer.TryWrite(Tick))
        {
            // Full of commands: each of them moves the market too.
            Volatile.Write(ref _isTickWaiting, 0);
        }
    }

    private void Tick()
    {
        Volatile.Write(ref _isTickWaiting, 0);
        var isUpToDate = MoveMarket();
        var now = _time.GetUtcNow();
        if (Market.PlayScript() || now - _publishedAt >= PublishEvery)
        {
            Publish(now);
        }

        _keeper.SaveWhenDue(Exchanges, Market);
        NoteEnd();
        if (!isUpToDate)
        {
            RequestTick();
        }
    }

    private void Answer<T>(Func<VenueDesk, T> work, TaskCompletionSource<T> answer)
    {
        MoveMarket();
        try
        {
            var result = work(new VenueDesk(Exchanges.Binance, Exchanges.Hyperliquid, Market, new MarketStamp(Market.At, _time.GetUtcNow())));
            Publish(_time.GetUtcNow());
            answer.SetResult(result);
        }
#pragma warning disable CA1031 // A command's failure belongs to the one who asked; the loop serves everybody else.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            answer.SetException(failure);
        }
    }

    private bool MoveMarket()
    {
        var started = _time.GetTimestamp();
        return Market.Advance(() => _time.GetElapsedTime(started) < Slice);
    }

    private void Publish(DateTimeOffset now)
    {
        _publishedAt = now;
        Market.Publish();
    }

    private void Raise(MarketEvent fact)
    {
        foreach (var handler in _marketHandlers)
        {
            handler(fact);
        }
    }

    private void Raise(Exchange venue, ExchangeEvent fact)
    {
        _keeper.NoteChange();
        var told = new AccountEvent(fact, _time.GetUtcNow());
        foreach (var (wanted, handle) in _accountHandlers)
        {
            if (wanted == venue)
            {
                handle(told);
            }
        }
    }

    private void NoteEnd()
    {
        var hasEnded = Market.Status.Phase == MarketPhase.Ended;
        if (hasEnded && !_hasEnded)
        {
            LogEnded(Market.At);
        }

        _hasEnded = hasEnded;
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    [LoggerMessage(LogLevel.Information, "Paper market opened: source {PriceSource}, market time {MarketAt}, speed {Speed}, contracts {Symbols}")]
    private partial void LogOpened(PriceSource priceSource, DateTimeOffset marketAt, double speed, string symbols);

    [LoggerMessage(LogLevel.Warning, "Prices are made up by the market model: no recorded candles were given and no exchange answered")]
    private partial void LogSimulated();

    [LoggerMessage(LogLevel.Warning, "The recorded prices ended at {MarketAt}; the last ones stand")]
    private partial void LogEnded(DateTimeOffset marketAt);

    [LoggerMessage(LogLevel.Information, "Paper market stopped at market time {MarketAt}")]
    private partial void LogStopped(DateTimeOffset marketAt);
}
