using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Market;

/// <summary>One contract of the venue: its replay, quote, book, tape and bars.</summary>
internal sealed class ContractMarket
{
    private const int TradesKept = 1_000;

    /// <summary>How fast the mark follows the last price, per second of market time.</summary>
    private const decimal MarkWeight = 0.3m;

    private readonly ContractData _data;
    private readonly ContractReplay _replay;
    private readonly FundingSchedule _funding;
    private readonly List<FundingSettlement> _settlements = [];
    private readonly Queue<VenueTrade> _trades = [];
    private readonly int _seed;

    /// <summary>A venue that marks with fewer decimals than its leader has a coarser mark and index.</summary>
    private readonly int _markDecimals;
    private readonly List<(OrderSide Side, BookLevel Level)> _walls = [];
    private SyntheticBook _book;
    private decimal _ownPrice;
    private decimal? _ledMark;
    private decimal? _ledRate;
    private long _nextTrade;

    private ContractMarket(ContractData data, int seed)
    {
        _data = data;
        _seed = seed;
        _replay = new ContractReplay(data.Leader, data.Bars, seed);
        _funding = new FundingSchedule(data.Leader.Id.Symbol, data.Funding, seed, data.FundingInterval);
        _markDecimals = data.Leader == data.Instrument ? 8 : data.Instrument.TickSize.Scale;
        _book = new SyntheticBook(data.Instrument, default, []);
    }

    public Instrument Instrument => _data.Instrument;

    /// <summary>The contract whose prices it has: its own, or one of another venue.</summary>
    public InstrumentId Leader => _data.Leader.Id;

    public DateTimeOffset FirstAt => _data.Bars.FirstAt;

    public KlineBook Klines { get; } = new();

    /// <summary>Price override: the contract's own price times this is what the market sees.</summary>
    public decimal Ratio { get; private set; } = 1;

    public decimal Last { get; private set; }

    public decimal Mark { get; private set; }

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset NextFundingAt { get; private set; }

    /// <summary>Counts the changes of the book; an update on the wire spans those since the former one.</summary>
    public long BookVersion { get; private set; }

    public IOrderBook Book => HasNoBook ? OrderBook.Empty : _book;

    /// <summary>Nobody wants to trade: the listing is halted, and orders find nobody.</summary>
    public bool HasNoBook { get; private set; }

    public DateTimeOffset? NextStepAt => IsLed ? null : _replay.Next?.At;

    /// <summary>A live feed makes this contract's prices.</summary>
    public bool IsLed => _data.IsLed;

    public decimal FundingRate => _ledRate ?? _funding.RateAt(NextFundingAt);

    /// <summary>A basis of a few hundredths of a percent that drifts by the quarter of an hour.</summary>
    public decimal Index => Math.Round(Mark * (1 + Basis(At)), _markDecimals);

    public IEnumerable<FundingSettlement> Settlements => _settlements;

    public IReadOnlyCollection<VenueTrade> Trades => _trades;

    /// <summary>Null when there are no data at the start.</summary>
    public static ContractMarket? Open(ContractData data, DateTimeOffset at, int seed)
    {
        var market = new ContractMarket(data, seed);
        return market.Seek(at) ? market : null;
    }

    public bool HasDataAt(DateTimeOffset at) => at >= _data.Bars.FirstAt && _data.Bars.OpenOrNext(at) is not null;

    /// <summary>Stands at an instant as if the replay had come there; nothing is traded on the way.</summary>
    public bool Seek(DateTimeOffset at)
    {
        if (!_replay.Seek(at, out var passed))
        {
            return false;
        }

        At = at;
        NextFundingAt = _funding.NextAfter(at);
        _nextTrade = at.ToUnixTimeSeconds() * 1_000;
        BookVersion = at.ToUnixTimeSeconds() * 1_000;
        _trades.Clear();
        _settlements.Clear();
        _settlements.AddRange(_data.PastFunding(_funding, at));
        var first = passed.Count > 0 ? passed[^1] : _replay.Next!.Value;
        _ownPrice = first.Price;
        Last = Seen(_ownPrice);
        Mark = Last;
        Klines.Load(_data.HistoryBefore(at, _seed), at);
        foreach (var step in passed.Select(InOwnLots))
        {
            Klines.Add(Piece(step.At, Seen(step.Price), step.Quantity, Record(step, at)), closed: static _ => { });
        }

        ShowBook(first);
        return true;
    }

    /// <summary>Lets the next second happen and answers its trade, if one was made.</summary>
    public VenueTrade? Step(SimulatedExchange exchange, DateTimeOffset wallAt, Action<Kline> closed)
    {
        var step = _replay.Next!.Value;
        _replay.Advance();
        return Happen(InOwnLots(step), exchange, wallAt, closed);
    }

    public FundingSettlement SettleFunding(SimulatedExchange exchange)
    {
        var settlement = new FundingSettlement(Instrument.Id, FundingRate, exchange.Rules.FundsOnIndex ? Index : Mark, NextFundingAt);
        _settlements.Add(settlement);
        exchange.SettleFunding(Instrument.Id, new FundingRate(NextFundingAt, settlement.Rate), settlement.Price);
        NextFundingAt += _funding.Interval;
        return settlement;
    }

    /// <summary>The market jumps to a price at once: one lot trades there, and the replay goes on in proportion.</summary>
    public VenueTrade? Override(decimal price, SimulatedExchange exchange, MarketStamp now, Action<Kline> closed)
    {
        Ratio = price / _ownPrice;
        Mark = price;
        var step = new PathStep(now.MarketAt, _ownPrice, Instrument.StepSize, BuyerIsMaker: price < Last);
        return Happen(step, exchange, now.WallAt, closed);
    }

    /// <summary>A trade of the live feed.</summary>
    public VenueTrade? Follow(MarketTrade trade, SimulatedExchange exchange, MarketStamp now, Action<Kline> closed) =>
        Happen(InOwnLots(new PathStep(now.MarketAt, trade.Price, trade.Quantity, trade.BuyerIsMaker)), exchange, now.WallAt, closed);

    /// <summary>The mark of the live feed, its funding rate and when it is next settled.</summary>
    public void Follow(decimal mark, FundingRate next, SimulatedExchange exchange)
    {
        (_ledMark, _ledRate) = (mark, _funding.ShareOf(next.Rate));
        NextFundingAt = _data.Leader == Instrument ? next.At : NextFundingAt;
        Mark = MarkAfter(Last);
        exchange.MoveMark(Instrument.Id, Mark, At);
    }

    public VenueTrade? Release(SimulatedExchange exchange, MarketStamp now, Action<Kline> closed) =>
        Override(_ownPrice, exchange, now, closed);

    /// <summary>Puts a remembered override back without trading.</summary>
    public void Restore(decimal ratio)
    {
        Ratio = ratio;
        Last = Seen(_ownPrice);
        Mark = Last;
        ShowBook(new PathStep(At, _ownPrice, 0, BuyerIsMaker: false));
    }

    /// <summary>Takes the book away, or gives it back.</summary>
    public void Halt(bool isHalted, SimulatedExchange exchange)
    {
        HasNoBook = isHalted;
        BookVersion++;
        Show(exchange);
    }

    /// <summary>Rests a stranger's order in the book, in place of what he had at the price; one without a quantity is taken away.</summary>
    public void PutWall(OrderSide side, BookLevel wall, SimulatedExchange exchange)
    {
        _walls.RemoveAll(known => known.Side == side && known.Level.Price == wall.Price);
        if (wall.Quantity > 0)
        {
            _walls.Add((side, wall));
        }

        _book = _book.With([.. _walls]);
        BookVersion++;
        Show(exchange);
    }

    /// <summary>Shows the exchange where this contract stands.</summary>
    public void Show(SimulatedExchange exchange)
    {
        exchange.MoveBook(Instrument.Id, Book, At);
        exchange.MoveMark(Instrument.Id, Mark, At);
    }

    /// <summary>About a quarter of a day's volume stands open; no recorded figure exists.</summary>
    public decimal OpenInterest =>
        Instrument.RoundQuantity(Klines.MinutesSince(At - TimeSpan.FromDays(1)).Sum(bar => bar.Volume) / 4);

    private VenueTrade? Happen(PathStep step, SimulatedExchange exchange, DateTimeOffset wallAt, Action<Kline> closed)
    {
        At = step.At;
        _ownPrice = step.Price;
        var price = Seen(step.Price);
        Mark = MarkAfter(price);
        ShowBook(step);
        exchange.MoveBook(Instrument.Id, Book, At);
        var trade = Record(step, wallAt);
        if (trade is not null)
        {
            Last = price;
            exchange.PrintTrade(Instrument.Id, new MarketTrade(trade.AggregateId, price, trade.Quantity, trade.BuyerIsMaker, At));
        }

        exchange.MoveMark(Instrument.Id, Mark, At);
        Klines.Add(Piece(step.At, price, step.Quantity, trade), closed);
        return trade;
    }

    private decimal MarkAfter(decimal price) =>
        _ledMark is { } led ? Math.Round(led * Ratio, _markDecimals) : Math.Round(Mark + (MarkWeight * (price - Mark)), _markDecimals);

    /// <summary>An override moves the price off the contract's own grid; its own prices stay as they were recorded.</summary>
    private decimal Seen(decimal own) => Ratio == 1 && _data.Leader == Instrument
        ? own
        : Math.Max(Instrument.TickSize, Instrument.RoundPrice(own * Ratio));

    private PathStep InOwnLots(PathStep step) => step.Quantity == 0 || _data.Leader == Instrument
        ? step
        : step with { Quantity = Math.Max(Instrument.StepSize, Instrument.RoundQuantity(step.Quantity)) };

    private void ShowBook(PathStep step)
    {
        var key = step.At.ToUnixTimeSeconds();
        var price = Seen(step.Price);
        var spread = Math.Max(1, (int)(_replay.SpreadTicks * _data.Leader.TickSize / Instrument.PriceStep(price)));
        var shape = new BookShape(price, step.BuyerIsMaker, spread, _replay.MinuteVolume, _seed, key);
        _book = new SyntheticBook(Instrument, shape, [.. _walls]);
        BookVersion++;
    }

    private VenueTrade? Record(PathStep step, DateTimeOffset wallAt)
    {
        if (step.Quantity == 0)
        {
            return null;
        }

        var id = _nextTrade++;
        var stamp = new MarketStamp(step.At, wallAt);
        var trade = new VenueTrade(id, Seen(step.Price), step.Quantity, id, id, step.BuyerIsMaker, stamp);
        _trades.Enqueue(trade);
        if (_trades.Count > TradesKept)
        {
            _trades.Dequeue();
        }

        return trade;
    }

    private static Kline Piece(DateTimeOffset at, decimal price, decimal quantity, VenueTrade? trade)
    {
        var quote = price * quantity;
        var taken = trade is { BuyerIsMaker: false } ? quantity : 0;
        var id = trade?.AggregateId ?? 0;
        return new Kline(
            KlineInterval.OneMinute, at, at, price, price, price, price, quantity, quote, trade is null ? 0 : 1,
            taken, taken * price, id, id, IsClosed: false);
    }

    /// <summary>How far the index stands above the mark at an instant, as a fraction.</summary>
    public decimal Basis(DateTimeOffset at)
    {
        const long Quarter = 900;
        var seconds = at.ToUnixTimeSeconds();
        var (quarter, into) = (seconds / Quarter, (double)(seconds % Quarter) / Quarter);
        var from = Noise.For(_seed, _data.Leader.Id.Symbol, -quarter).Normal();
        var to = Noise.For(_seed, _data.Leader.Id.Symbol, -quarter - 1).Normal();
        return (decimal)Math.Clamp((from * (1 - into)) + (to * into), -3, 3) * 0.0001m;
    }
}
