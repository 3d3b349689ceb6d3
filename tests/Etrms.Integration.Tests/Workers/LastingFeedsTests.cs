using System.Collections.Immutable;
using System.Threading.Channels;
using Etrms.Domain.Market;
using Etrms.Exchanges;
using Etrms.Workers.Analysis;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Logging.Abstractions;

namespace Etrms.Integration.Tests.Workers;

/// <summary>A feed that breaks once left its contracts unknown for the rest of the term.</summary>
public sealed class LastingFeedsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");
    private static readonly OrderBook Book = new([new BookLevel(99, 1)], [new BookLevel(101, 1)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_feed_that_breaks_or_ends_loses_its_books_and_begins_again_after_a_pause(bool breaks)
    {
        var (inbox, data, clock) = (new MarketInbox(TimeProvider.System), new BreakingData(), new PausedClock());
        await using var tasks = new TermTasks();
        new LastingFeeds(inbox, tasks, clock, NullLogger<LastingFeeds>.Instance).Start(data, [new MarketTopic(Btc, MarketTopicKind.Book)]);
        var first = await data.BegunAsync();
        first.Sink(new MarketUpdate.BookChanged(Btc, Book, DateTimeOffset.UnixEpoch));
        Assert.Equal(Book, inbox.Take().Books[Btc]);

        first.End(breaks ? new InvalidOperationException("a fault of ours") : null);
        var pause = await clock.AskedAsync();

        Assert.Equal(LastingFeeds.BeginAgainAfter, pause.Length);
        Assert.Null(inbox.Take().Books[Btc]);
        pause.Pass();
        (await data.BegunAsync()).Sink(new MarketUpdate.BookChanged(Btc, Book, DateTimeOffset.UnixEpoch));
        Assert.Equal(Book, inbox.Take().Books[Btc]);
        Assert.False(tasks.Broken.IsCompleted);
    }

    /// <summary>A run of a feed that ends when the test says so.</summary>
    private sealed class Run(Action<MarketUpdate> sink)
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action<MarketUpdate> Sink => sink;

        public Task Ended => _end.Task;

        public void End(Exception? failure) => _ = failure is null ? _end.TrySetResult() : _end.TrySetException(failure);
    }

    private sealed class BreakingData : IMarketData
    {
        private readonly Channel<Run> _runs = Channel.CreateUnbounded<Run>();

        public Task<Run> BegunAsync() => _runs.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public Task RunAsync(IReadOnlyCollection<MarketTopic> topics, Action<MarketUpdate> sink, CancellationToken cancellationToken)
        {
            var run = new Run(sink);
            _runs.Writer.TryWrite(run);
            return run.Ended.WaitAsync(cancellationToken);
        }

        public Task<Ticker> ReadTickerAsync(InstrumentId instrument, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<OrderBook> ReadBookAsync(InstrumentId instrument, int depth, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ImmutableArray<MarketTrade>> ReadTradesAsync(InstrumentId instrument, int count, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    /// <summary>A pause that was asked for.</summary>
    private sealed record Pause(TimeSpan Length, Action Pass);

    /// <summary>Time passes when the test says so.</summary>
    private sealed class PausedClock : TimeProvider
    {
        private readonly Channel<Pause> _asked = Channel.CreateUnbounded<Pause>();

        public Task<Pause> AskedAsync() => _asked.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _asked.Writer.TryWrite(new Pause(dueTime, () => callback(state)));
            return new HandTimer();
        }

        private sealed class HandTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
