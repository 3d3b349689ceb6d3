using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// One socket for marks and one for book tops, shared by all who watch contracts of a venue; contracts join and leave while it is open. What
/// is beyond the limit of a connection gets a pair of its own.
/// </summary>
internal sealed class SharedMarketStreams(BinanceNetwork network, ILogger logger)
{
    /// <summary>The venue allows 1024 on one connection by its newest pages and 200 by older ones.</summary>
    private const int ContractsPerPair = 200;

    private readonly Lock _gate = new();
    private readonly List<Pair> _pairs = [];

    public async Task WatchAsync(IReadOnlyCollection<InstrumentId> instruments, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        var seats = instruments.Distinct().Chunk(ContractsPerPair).Select(share => (Pair: Join(share, sink), Share: share)).ToArray();
        try
        {
            await Task.WhenAll(seats.Select(seat => seat.Pair.Running.WaitAsync(cancellationToken)));
        }
        finally
        {
            foreach (var (pair, share) in seats)
            {
                await LeaveAsync(pair, share, sink);
            }
        }
    }

    private Pair Join(InstrumentId[] instruments, Action<RiskEvent> sink)
    {
        lock (_gate)
        {
            var pair = _pairs.Find(pair => pair.Count + instruments.Length <= ContractsPerPair);
            if (pair is null)
            {
                pair = new Pair(network, logger);
                _pairs.Add(pair);
            }

            pair.Add(instruments, sink);
            return pair;
        }
    }

    private async Task LeaveAsync(Pair pair, InstrumentId[] instruments, Action<RiskEvent> sink)
    {
        lock (_gate)
        {
            pair.Remove(instruments, sink);
            if (pair.Count > 0 || !_pairs.Remove(pair))
            {
                return;
            }
        }

        await pair.DisposeAsync();
    }

    private sealed class Pair : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly MarketWatchers _watchers = new();
        private readonly BinanceNetwork _network;
        private readonly (BinanceMarketSession Session, ReconnectingSocket Socket)[] _streams;
        private Task? _running;

        public Pair(BinanceNetwork network, ILogger logger)
        {
            _network = network;
            _streams = [Stream(FeedKind.Mark, alwaysSpeaks: true), Stream(FeedKind.BookTop, alwaysSpeaks: false)];

            (BinanceMarketSession, ReconnectingSocket) Stream(FeedKind feed, bool alwaysSpeaks)
            {
                var session = new BinanceMarketSession(network, feed, _watchers, logger);
                return (session, new($"Binance {network.Kind} {feed}", session, network.SocketInvoker, network.Time, logger)
                {
                    Timings = new(alwaysSpeaks),
                });
            }
        }

        public int Count => _watchers.Count;

        /// <summary>Ends when a stream fails for good.</summary>
        public Task Running => _running!;

        public void Add(InstrumentId[] instruments, Action<RiskEvent> sink)
        {
            Say("SUBSCRIBE", _watchers.Add(instruments, sink));
            _running ??= Together.RunAsync(_stop.Token, _network.KeepClockAsync, _streams[0].Socket.RunAsync, _streams[1].Socket.RunAsync);
        }

        public void Remove(InstrumentId[] instruments, Action<RiskEvent> sink) => Say("UNSUBSCRIBE", _watchers.Remove(instruments, sink));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }

        private void Say(string method, IReadOnlyList<InstrumentId> instruments)
        {
            if (instruments.Count == 0)
            {
                return;
            }

            foreach (var (session, socket) in _streams)
            {
                socket.Say(session.Change(method, instruments));
            }
        }
    }
}
