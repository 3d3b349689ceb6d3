namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>Watches the order flow of one contract for whales and suspected spoofing, with what is known at each event and nothing later.</summary>
public sealed class OrderFlowWatch(LargeOrderRules rules)
{
    private readonly RunningMedian _sizes = new(rules.Lookback);
    private readonly RunningMedian _prices = new(rules.Lookback);
    private readonly Dictionary<long, LargeOrder> _large = [];

    /// <summary>The large ones in the order in which they came, those that are gone included until they are passed.</summary>
    private readonly Queue<LargeOrder> _waiting = new();

    private readonly SpoofSide _bids = new(rules, isBid: true);
    private readonly SpoofSide _asks = new(rules, isBid: false);

    /// <summary>Takes the next event; events come in the order of their instants.</summary>
    public IReadOnlyList<LargeOrderNotice> Next(in OrderTrace trace)
    {
        _sizes.MoveTo(trace.At);
        _prices.MoveTo(trace.At);
        var notices = Lasting(trace.At);
        if (trace.Change == OrderChange.Added)
        {
            Add(trace);
        }
        else if ((trace.Change == OrderChange.Filled ? Filled(trace) : Cancelled(trace)) is { } noticed)
        {
            notices.Add(noticed);
        }

        return notices;
    }

    private void Add(in OrderTrace trace)
    {
        if (IsLarge(trace))
        {
            var order = new LargeOrder(trace.Id, trace.At, trace.IsBid);
            _large[trace.Id] = order;
            _waiting.Enqueue(order);
        }

        _sizes.Add(trace.At, trace.Size);
        _prices.Add(trace.At, trace.Price);
    }

    private LargeOrderNotice? Cancelled(in OrderTrace trace) =>
        _large.Remove(trace.Id, out var order) && order.Leave() && trace.At - order.At <= rules.Quick ? SideOf(order.IsBid).Gone(order, trace.At) : null;

    private LargeOrderNotice? Filled(in OrderTrace trace)
    {
        SideOf(!trace.IsBid).OppositeFilledAt = trace.At;
        return _large.Remove(trace.Id, out var order) && order.Leave() ? order.AsWhale(trace.At) : null;
    }

    /// <summary>Orders that have stood long enough by now.</summary>
    private List<LargeOrderNotice> Lasting(DateTimeOffset now)
    {
        var notices = new List<LargeOrderNotice>();
        while (_waiting.TryPeek(out var oldest) && (oldest.IsGone || now - oldest.At > rules.Lasting))
        {
            _waiting.Dequeue();
            if (oldest.Leave())
            {
                _large.Remove(oldest.Id);
                notices.Add(oldest.AsWhale(now));
            }
        }

        return notices;
    }

    /// <summary>Large and near; without a book the median of the prices that were added lately stands for its middle.</summary>
    private bool IsLarge(in OrderTrace trace) =>
        _sizes.Count >= rules.LeastSizes && trace.Size > rules.SizeMultiple * _sizes.Median
        && (trace.Mid ?? _prices.Median) is { } mid && Math.Abs(trace.Price - mid) <= rules.Near * mid;

    private SpoofSide SideOf(bool isBid) => isBid ? _bids : _asks;
}

/// <summary>A large order near the middle.</summary>
internal sealed class LargeOrder(long id, DateTimeOffset at, bool isBid)
{
    public long Id => id;

    public DateTimeOffset At => at;

    public bool IsBid => isBid;

    public bool IsGone { get; private set; }

    /// <summary>Whether it was still there.</summary>
    public bool Leave() => !IsGone && (IsGone = true);

    public LargeOrderNotice AsWhale(DateTimeOffset until) => new(LargeOrderKind.Whale, at, until, isBid, [id], HasOppositeFill: false);
}

/// <summary>Large orders of one side that went unfilled a moment after they came.</summary>
internal sealed class SpoofSide(LargeOrderRules rules, bool isBid)
{
    private readonly List<LargeOrder> _gone = [];
    private DateTimeOffset? _toldAt;

    /// <summary>When an order of the other side was last filled.</summary>
    public DateTimeOffset? OppositeFilledAt { get; set; }

    /// <summary>Takes an order that has just gone; further layers of an episode that was told are not told again.</summary>
    public LargeOrderNotice? Gone(LargeOrder order, DateTimeOffset now)
    {
        _gone.RemoveAll(other => now - other.At > rules.Quick);
        _gone.Add(order);
        var isSame = _toldAt is { } told && now - told <= rules.Quick;
        if (_gone.Count < rules.Layers && !isSame)
        {
            return null;
        }

        _toldAt = now;
        var from = _gone.Min(each => each.At);
        return isSame ? null
            : new LargeOrderNotice(LargeOrderKind.SuspectedSpoof, from, now, isBid, [.. _gone.Select(each => each.Id)], OppositeFilledAt >= from);
    }
}
