using System.Collections.Immutable;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>A simulated exchange with two contracts, one account and everything it said.</summary>
internal sealed class Bench
{
    public const string Account = "trader";

    public static readonly DateTimeOffset Start = new(2025, 6, 13, 0, 0, 0, TimeSpan.Zero);

    public static readonly Instrument Btc = Contract("BTCUSDT", tick: 0.1m, step: 0.001m);

    public static readonly Instrument Eth = Contract("ETHUSDT", tick: 0.01m, step: 0.001m);

    private readonly List<ExchangeEvent> _events = [];
    private DateTimeOffset _now = Start;

    public Bench(decimal deposit = 100_000, ExchangeRules? rules = null, params Instrument[] instruments)
    {
        Exchange = new SimulatedExchange(instruments.Length > 0 ? instruments : [Btc, Eth], rules ?? new ExchangeRules(), _events.Add);
        Exchange.OpenAccount(Account, deposit, _now);
    }

    public SimulatedExchange Exchange { get; }

    public IReadOnlyList<ExchangeEvent> Events => _events;

    public ExchangeAccountView View => Exchange.ReadAccount(Account)!;

    public decimal Wallet => View.WalletBalance;

    /// <summary>Every input has its own second.</summary>
    public DateTimeOffset Tick() => _now = _now.AddSeconds(1);

    public static Instrument Contract(string symbol, decimal tick, decimal step) => new()
    {
        Id = new InstrumentId(Domain.Market.Exchange.Binance, symbol),
        BaseAsset = symbol[..3],
        QuoteAsset = "USDT",
        TickSize = tick,
        StepSize = step,
        MinQuantity = step,
        MaxQuantity = 100_000,
        MaxMarketQuantity = 10_000,
        MinNotional = 5,
        Brackets =
        [
            new LeverageBracket(1, 125, 0, 50_000, 0.004m, 0),
            new LeverageBracket(2, 100, 50_000, 600_000, 0.005m, 50),
            new LeverageBracket(3, 50, 600_000, 10_000_000, 0.01m, 3_050),
        ],
    };

    public ExchangePosition? Position(Instrument? instrument = null, PositionSide side = PositionSide.Both) =>
        View.Positions.SingleOrDefault(position => position.Instrument == (instrument ?? Btc).Id && position.Side == side);

    /// <summary>Both sides a tick apart around a price, and the mark at the price.</summary>
    public Bench At(decimal price, decimal depth = 1_000, Instrument? instrument = null)
    {
        var of = instrument ?? Btc;
        Show([(price, depth)], [(price + of.TickSize, depth)], of);
        Exchange.MoveMark(of.Id, price, _now);
        return this;
    }

    public void Show((decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks, Instrument? instrument = null) =>
        Exchange.MoveBook((instrument ?? Btc).Id, new OrderBook(Levels(bids), Levels(asks)), Tick());

    public void Mark(decimal price, Instrument? instrument = null) => Exchange.MoveMark((instrument ?? Btc).Id, price, Tick());

    public void Trade(decimal price, decimal quantity, bool buyerIsMaker = true) =>
        Exchange.PrintTrade(Btc.Id, new MarketTrade(1, price, quantity, buyerIsMaker, Tick()));

    public CommandOutcome<ExchangeOrder> Send(OrderRequest request) => Exchange.Place(Account, request, Tick());

    public CommandOutcome<ExchangeOrder> Market(OrderSide side, decimal quantity, bool reduceOnly = false, Instrument? instrument = null) =>
        Send(new OrderRequest
        {
            Instrument = (instrument ?? Btc).Id,
            Side = side,
            Type = OrderType.Market,
            Quantity = quantity,
            ReduceOnly = reduceOnly,
        });

    public CommandOutcome<ExchangeOrder> Limit(
        OrderSide side, decimal quantity, decimal price, TimeInForce force = TimeInForce.GoodTillCancel, bool reduceOnly = false) =>
        Send(new OrderRequest
        {
            Instrument = Btc.Id,
            Side = side,
            Type = OrderType.Limit,
            Quantity = quantity,
            Price = price,
            TimeInForce = force,
            ReduceOnly = reduceOnly,
        });

    public CommandOutcome<ConditionalOrder> Wait(ConditionalOrderRequest request) => Exchange.PlaceConditional(Account, request, Tick());

    public static ConditionalOrderRequest CloseAt(OrderType type, decimal trigger, OrderSide side = OrderSide.Sell) => new()
    {
        Instrument = Btc.Id,
        Side = side,
        Type = type,
        TriggerPrice = trigger,
        TriggerBy = TriggerPriceType.MarkPrice,
        ClosePosition = true,
    };

    public IEnumerable<T> Heard<T>()
        where T : ExchangeEvent => _events.OfType<T>();

    private static ImmutableArray<BookLevel> Levels((decimal Price, decimal Quantity)[] levels) =>
        [.. levels.Select(level => new BookLevel(level.Price, level.Quantity))];
}
