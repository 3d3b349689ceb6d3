using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Streams;

/// <summary>Levels to write in one depthUpdate: changes since the former one, or the best levels as they stand.</summary>
internal readonly record struct DepthUpdate(
    long FirstId, long LastId, long PreviousId, IEnumerable<BookLevel> Bids, IEnumerable<BookLevel> Asks);

/// <summary>Gathers book changes and sends them in the rhythm of each depth stream. Lives on the venue's loop.</summary>
internal sealed class DepthStreams(Topics topics, MarketFrames frames)
{
    private readonly FrameWriter _writer = new();
    private readonly Dictionary<DepthTopic, Pending> _pending = [];

    public void Add(InstrumentTopics streams, BookChange change)
    {
        foreach (var depth in streams.Depths)
        {
            if (depth.Topic.HasSubscribers)
            {
                PendingOf(depth).Add(change);
            }
            else if (_pending.Count > 0)
            {
                _pending.Remove(depth);
            }
        }
    }

    /// <summary>Sends what is due.</summary>
    public void Flush(VenueDesk desk)
    {
        foreach (var streams in topics.ByInstrument.Values)
        {
            foreach (var depth in streams.Depths)
            {
                if (_pending.TryGetValue(depth, out var pending) && pending.TryBegin(desk.Now.WallAt, depth.Every))
                {
                    Send(desk, streams.Instrument, depth, pending);
                }
            }
        }
    }

    private void Send(VenueDesk desk, Instrument instrument, DepthTopic depth, Pending pending)
    {
        var update = depth.Levels == 0 ? pending.Changes() : pending.Top(desk.Market.Book(instrument.Id, depth.Levels));
        var payload = _writer.WriteObject(writer => frames.Depth(writer, update, desk.Now, instrument));
        pending.Clear();
        depth.Topic.Publish(new Frame(depth.Topic.Name, payload) { IsNewestWins = depth.Levels > 0 });
    }

    private Pending PendingOf(DepthTopic depth)
    {
        if (!_pending.TryGetValue(depth, out var pending))
        {
            _pending[depth] = pending = new Pending();
        }

        return pending;
    }

    private sealed class Pending
    {
        private readonly SortedDictionary<decimal, decimal> _bids = new(Comparer<decimal>.Create((left, right) => right.CompareTo(left)));
        private readonly SortedDictionary<decimal, decimal> _asks = [];
        private DateTimeOffset _sentAt;
        private long _firstId;
        private long _lastId;
        private long _previousId;
        private bool _isEmpty = true;

        public void Add(BookChange change)
        {
            if (_isEmpty)
            {
                (_firstId, _previousId, _isEmpty) = (change.FirstUpdateId, change.PreviousUpdateId, false);
            }

            _lastId = change.LastUpdateId;
            Merge(_bids, change.Bids);
            Merge(_asks, change.Asks);
        }

        public bool TryBegin(DateTimeOffset now, TimeSpan every)
        {
            if (_isEmpty || now - _sentAt < every)
            {
                return false;
            }

            _sentAt = now;
            return true;
        }

        public DepthUpdate Changes() => new(_firstId, _lastId, _previousId, Levels(_bids), Levels(_asks));

        public DepthUpdate Top(BookView book) => new(_firstId, _lastId, _previousId, book.Bids, book.Asks);

        public void Clear()
        {
            _bids.Clear();
            _asks.Clear();
            _isEmpty = true;
        }

        private static void Merge(SortedDictionary<decimal, decimal> side, IEnumerable<BookLevel> changes)
        {
            foreach (var level in changes)
            {
                side[level.Price] = level.Quantity;
            }
        }

        private static IEnumerable<BookLevel> Levels(SortedDictionary<decimal, decimal> side) =>
            side.Select(level => new BookLevel(level.Key, level.Value));
    }
}
