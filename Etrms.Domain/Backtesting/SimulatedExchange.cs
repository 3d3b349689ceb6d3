using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Names an order by the exchange's number or the client's id; the number wins.</summary>
public readonly record struct OrderReference(long? Id, string? ClientId);

/// <summary>
/// A perpetual futures exchange without clock or randomness: prices, books and commands come in with their market time,
/// outcomes and events go out in order. Within one instant show the book first, then trades, then the mark, so that what the
/// mark releases meets the book of its own instant. Not thread-safe: one loop owns it.
/// </summary>
public sealed class SimulatedExchange
{
    private readonly ExchangeFloor _floor;
    private readonly MarginDesk _margin;
    private readonly AccountDesk _accounts;
    private readonly OrderDesk _orders;
    private readonly MatchingDesk _matching;
    private readonly ConditionalDesk _conditionals;
    private readonly LiquidationDesk _liquidations;

    public SimulatedExchange(IEnumerable<Instrument> instruments, ExchangeRules rules, Action<ExchangeEvent> emit)
    {
        _floor = new ExchangeFloor([.. instruments], rules, emit);
        _margin = new MarginDesk(_floor);
        _accounts = new AccountDesk(_floor, _margin);
        var checks = new OrderChecks(_floor, _margin);
        var fills = new FillDesk(_floor);
        _orders = new OrderDesk(_floor, checks, fills, FollowOrder);
        _matching = new MatchingDesk(_floor, _orders, fills);
        _conditionals = new ConditionalDesk(_floor, new ConditionalChecks(_floor), checks, _orders);
        _liquidations = new LiquidationDesk(_floor, _margin, _orders, fills);
    }

    public ImmutableArray<Instrument> Instruments => _floor.Instruments;

    public ExchangeRules Rules => _floor.Rules;

    public IReadOnlyCollection<string> Accounts => _floor.Accounts.Keys;

    /// <summary>Liquidation fees and the results of positions taken over at their bankruptcy price.</summary>
    public decimal InsuranceFund => _floor.InsuranceFund;

    /// <summary>Replaces the visible book and fills resting orders that it crosses.</summary>
    public void MoveBook(InstrumentId instrument, IOrderBook book, DateTimeOffset at)
    {
        var market = _floor.Markets[instrument];
        market.Bids.Show(book.Bids);
        market.Asks.Show(book.Asks);
        _matching.MatchBook(market, at);
    }

    /// <summary>A public trade: fills resting orders it reached, then releases conditional orders on the last price.</summary>
    public void PrintTrade(InstrumentId instrument, MarketTrade trade)
    {
        var market = _floor.Markets[instrument];
        market.Last = trade.Price;
        _matching.MatchTrade(market, trade);
        _conditionals.Watch(market, TriggerPriceType.LastPrice, trade.At);
    }

    /// <summary>
    /// Revalues positions, liquidates accounts below their maintenance margin, then releases conditional orders on the mark. In a gap through
    /// both levels the liquidation comes first: a stop that fills beyond the bankruptcy price would leave a debt.
    /// </summary>
    public void MoveMark(InstrumentId instrument, decimal mark, DateTimeOffset at)
    {
        var market = _floor.Markets[instrument];
        market.Mark = mark;
        _liquidations.Check(market, at);
        _conditionals.Watch(market, TriggerPriceType.MarkPrice, at);
    }

    /// <summary>Books rate times notional on every position of the contract; longs pay when positive.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="rate">What is settled and when.</param>
    /// <param name="price">Price that the notional is taken at; null for the mark.</param>
    public void SettleFunding(InstrumentId instrument, FundingRate rate, decimal? price = null)
    {
        var market = _floor.Markets[instrument];
        _accounts.SettleFunding(market, rate, price);
        _liquidations.Check(market, rate.At);
    }

    public CommandOutcome<ExchangeAccountView> OpenAccount(string account, decimal deposit, DateTimeOffset at)
    {
        var opened = _accounts.Open(account, deposit, at);
        return opened.IsAccepted ? _margin.View(opened.Value) : opened.Refusal.Value;
    }

    /// <summary>Deposits (positive) or withdraws (negative).</summary>
    public CommandOutcome<WalletChange> Transfer(string account, decimal amount, DateTimeOffset at) =>
        Find(account) is { } found ? _accounts.Transfer(found, amount, at) : RefusalReason.UnknownAccount;

    public CommandOutcome<ExchangeOrder> Place(string account, OrderRequest request, DateTimeOffset at) =>
        With<ExchangeOrder>(account, request.Instrument, (found, _) => _orders.Place(found, request, at));

    /// <summary>Changes price and quantity of a resting limit order; its place in the queue is lost.</summary>
    public CommandOutcome<ExchangeOrder> Modify(
        string account, OrderReference order, (decimal Quantity, decimal Price) wanted, DateTimeOffset at)
    {
        if (Find(account) is not { } found)
        {
            return RefusalReason.UnknownAccount;
        }

        return found.Find(order) is { IsOpen: true } open ? _orders.Modify(found, open, wanted, at) : RefusalReason.UnknownOrder;
    }

    /// <summary>Puts another order in the place of a resting one, which stays when the other is refused.</summary>
    public CommandOutcome<ExchangeOrder> Replace(string account, OrderReference order, OrderRequest request, DateTimeOffset at) =>
        With<ExchangeOrder>(account, request.Instrument, (found, _) =>
            found.Find(order) is { IsOpen: true } open && open.Instrument == request.Instrument
                ? _orders.Replace(found, open, request, at)
                : RefusalReason.UnknownOrder);

    public CommandOutcome<ExchangeOrder> Cancel(string account, InstrumentId instrument, OrderReference order, DateTimeOffset at) =>
        Cancel(account, (instrument, order), EndCause.Owner, at);

    public CommandOutcome<ExchangeOrder> Cancel(
        string account, (InstrumentId Instrument, OrderReference Reference) order, EndCause cause, DateTimeOffset at) =>
        With<ExchangeOrder>(account, order.Instrument, (found, _) =>
            found.Find(order.Reference) is { IsOpen: true } open && open.Instrument == order.Instrument
                ? _orders.Cancel(found, open, cause, at)
                : RefusalReason.UnknownOrder);

    /// <summary>Answers how many were cancelled.</summary>
    public CommandOutcome<int> CancelAll(string account, InstrumentId instrument, DateTimeOffset at) =>
        With<int>(account, instrument, (found, _) =>
        {
            var open = OpenOrders(account, instrument);
            foreach (var order in open)
            {
                _orders.Cancel(found, order, EndCause.Owner, at);
            }

            return open.Length;
        });

    public CommandOutcome<ConditionalOrder> PlaceConditional(string account, ConditionalOrderRequest request, DateTimeOffset at) =>
        With<ConditionalOrder>(account, request.Instrument, (found, _) => _conditionals.Place(found, request, at));

    /// <summary>Puts another conditional order in the place of a waiting or held one, which stays when the other is refused.</summary>
    public CommandOutcome<ConditionalOrder> ReplaceConditional(
        string account, OrderReference order, ConditionalOrderRequest request, DateTimeOffset at) =>
        With<ConditionalOrder>(account, request.Instrument, (found, _) =>
            found.FindConditional(order) is { Status: ConditionalStatus.New } open && open.Instrument == request.Instrument
                ? _conditionals.Replace(found, open, request, at)
                : RefusalReason.UnknownConditionalOrder);

    public CommandOutcome<ConditionalOrder> CancelConditional(
        string account, OrderReference order, DateTimeOffset at, EndCause cause = EndCause.Owner)
    {
        if (Find(account) is not { } found)
        {
            return RefusalReason.UnknownAccount;
        }

        return found.FindConditional(order) is { Status: ConditionalStatus.New } open
            ? _conditionals.Cancel(found, open, cause, at)
            : RefusalReason.UnknownConditionalOrder;
    }

    /// <summary>Answers how many were cancelled.</summary>
    public CommandOutcome<int> CancelAllConditional(string account, InstrumentId instrument, DateTimeOffset at) =>
        With<int>(account, instrument, (found, _) =>
        {
            var waiting = OpenConditionals(account, instrument);
            foreach (var order in waiting)
            {
                _conditionals.Cancel(found, order, EndCause.Owner, at);
            }

            return waiting.Length;
        });

    /// <summary>Expires the orders whose good-till date is reached.</summary>
    /// <param name="until">Now, on the clock that the dates were given in.</param>
    public void EndOverdue(DateTimeOffset until, DateTimeOffset at)
    {
        foreach (var account in _floor.Accounts.Values)
        {
            _orders.DropOverdue(account, until, at);
            _conditionals.DropOverdue(account, until, at);
        }
    }

    /// <summary>The price that a match would give an order at this moment; null when the book does not reach so far.</summary>
    public decimal? MatchPrice(InstrumentId instrument, OrderSide side, PriceMatch match) => _floor.Markets[instrument].Match(side, match);

    /// <summary>Closes a position against the insurance fund at the mark, as auto-deleveraging does to the other side of a bankruptcy.</summary>
    public CommandOutcome<ExchangeOrder> Deleverage(string account, (InstrumentId Instrument, PositionSide Side) leg, DateTimeOffset at) =>
        With<ExchangeOrder>(account, leg.Instrument, (found, market) =>
            found.PositionOf(leg.Instrument, leg.Side) is { Quantity: not 0 } position
                ? _liquidations.Deleverage(found, position, at)
                : RefusalReason.ReduceOnlyRejected);

    public CommandOutcome<InstrumentSettings> SetLeverage(string account, InstrumentId instrument, int leverage, DateTimeOffset at) =>
        With<InstrumentSettings>(account, instrument, (found, market) => _accounts.SetLeverage(found, market.Instrument, leverage, at));

    public CommandOutcome<InstrumentSettings> SetMarginMode(string account, InstrumentId instrument, MarginMode mode, DateTimeOffset at) =>
        With<InstrumentSettings>(account, instrument, (found, market) => _accounts.SetMarginMode(found, market.Instrument, mode, at));

    public CommandOutcome<bool> SetHedgeMode(string account, bool isHedgeMode) =>
        Find(account) is { } found ? AccountDesk.SetHedgeMode(found, isHedgeMode) : RefusalReason.UnknownAccount;

    public CommandOutcome<bool> SetMultiAssets(string account, bool isMultiAssets, DateTimeOffset at) =>
        Find(account) is { } found ? _accounts.SetMultiAssets(found, isMultiAssets, at) : RefusalReason.UnknownAccount;

    /// <summary>Adds (positive) or takes (negative) isolated margin of a position.</summary>
    public CommandOutcome<ExchangePosition> AdjustIsolatedMargin(
        string account, (InstrumentId Instrument, PositionSide Side) leg, decimal amount, DateTimeOffset at) =>
        With<ExchangePosition>(account, leg.Instrument, (found, _) => _accounts.AdjustIsolatedMargin(found, leg, amount, at));

    /// <summary>Null when the account is unknown; the readings below are null or empty then.</summary>
    public ExchangeAccountView? ReadAccount(string account) => Find(account) is { } found ? _margin.View(found) : null;

    public InstrumentSettings? ReadSettings(string account, InstrumentId instrument) =>
        Find(account) is { } found && _floor.Markets.TryGetValue(instrument, out var market)
            ? _accounts.Settings(found, market.Instrument)
            : null;

    public ExchangeOrder? FindOrder(string account, InstrumentId instrument, OrderReference order) =>
        Find(account)?.Find(order) is { } found && found.Instrument == instrument ? found : null;

    public ExchangeOrder? FindOrder(string account, OrderReference order) => Find(account)?.Find(order);

    public ConditionalOrder? FindConditional(string account, OrderReference order) => Find(account)?.FindConditional(order);

    /// <summary>Oldest first; all contracts when instrument is null.</summary>
    public ImmutableArray<ExchangeOrder> OpenOrders(string account, InstrumentId? instrument) =>
        Find(account)?.OpenOrders.Values.Where(order => instrument is null || order.Instrument == instrument).ToImmutableArray() ?? [];

    /// <summary>Those that wait for their price, oldest first.</summary>
    public ImmutableArray<ConditionalOrder> OpenConditionals(string account, InstrumentId? instrument) =>
        Find(account)?.OpenConditionals.Values
            .Where(order => order.IsWaiting && (instrument is null || order.Instrument == instrument))
            .ToImmutableArray() ?? [];

    /// <summary>Those that wait for their parent to fill, oldest first.</summary>
    public ImmutableArray<ConditionalOrder> HeldConditionals(string account) =>
        Find(account)?.OpenConditionals.Values.Where(order => order.IsHeld).ToImmutableArray() ?? [];

    /// <summary>Best price that an order of a side could take; null when nothing stands there.</summary>
    public BookLevel? BestAgainst(InstrumentId instrument, OrderSide side) => _floor.Markets[instrument].Against(side).Best;

    /// <summary>Open and ended orders, oldest first.</summary>
    public IEnumerable<ExchangeOrder> OrderHistory(string account) => Find(account)?.Orders ?? [];

    public IEnumerable<ConditionalOrder> ConditionalHistory(string account) => Find(account)?.Conditionals ?? [];

    public IEnumerable<ExchangeTrade> Trades(string account) => Find(account)?.Trades ?? [];

    public IEnumerable<ExchangeLedgerEntry> Ledger(string account) => Find(account)?.Ledger ?? [];

    /// <param name="history">How many of the newest ended orders, trades and bookings of each account go along.</param>
    public ExchangeState Export(int history) => new()
    {
        NextOrderId = _floor.NextOrderId,
        NextConditionalId = _floor.NextConditionalId,
        NextTradeId = _floor.NextTradeId,
        NextTransactionId = _floor.NextTransactionId,
        InsuranceFund = _floor.InsuranceFund,
        Accounts = [.. _floor.Accounts.Values.Select(account => account.Export(history))],
    };

    /// <summary>Takes over a remembered state; nothing is announced.</summary>
    /// <exception cref="InvalidOperationException">The state holds a contract that is not listed.</exception>
    public void Import(ExchangeState state)
    {
        var unlisted = state.Accounts
            .SelectMany(account => account.Positions.Select(leg => leg.Instrument)
                .Concat(account.Orders.Where(order => order.IsOpen).Select(order => order.Instrument))
                .Concat(account.Conditionals.Where(order => order.IsOpen).Select(order => order.Instrument)))
            .Where(instrument => !_floor.Markets.ContainsKey(instrument))
            .Distinct()
            .ToList();
        if (unlisted.Count > 0)
        {
            throw new InvalidOperationException($"The remembered accounts hold contracts that are not listed: {string.Join(", ", unlisted)}.");
        }

        _floor.Restore(state);
    }

    private ExchangeAccount? Find(string account) => _floor.Accounts.GetValueOrDefault(account);

    private CommandOutcome<T> With<T>(
        string account, InstrumentId instrument, Func<ExchangeAccount, InstrumentMarket, CommandOutcome<T>> command)
        where T : notnull
    {
        if (Find(account) is not { } found)
        {
            return RefusalReason.UnknownAccount;
        }

        return _floor.Markets.TryGetValue(instrument, out var market) ? command(found, market) : RefusalReason.UnknownInstrument;
    }

    /// <summary>What hangs on an order or its position follows: the conditional order it came from, orders with nothing left to close.</summary>
    private void FollowOrder(ExchangeAccount account, ExchangeOrder order)
    {
        if (!order.IsOpen)
        {
            _conditionals.Finish(account, order);
            _conditionals.FollowParent(account, order);
        }

        _orders.DropSpent(account, order.Instrument, order.UpdatedAt);
        _conditionals.DropSpent(account, order.Instrument, order.UpdatedAt);
    }
}
