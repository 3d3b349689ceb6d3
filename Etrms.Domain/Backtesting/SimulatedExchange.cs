using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Names an order by the exchange's number or the client's id; the number wins.</summary>
public readonly record struct OrderReference(long? Id, string? ClientId);

/// <summary>
/// A perpetual futures exchange without clock or randomness: prices, books and commands come in with their market time,
/// outcomes and events go out in order. Not thread-safe: one loop owns it.
/// </summary>
public sealed class SimulatedExchange
{
    public SimulatedExchange(IEnumerable<Instrument> instruments, ExchangeRules rules, Action<ExchangeEvent> emit) =>
        (Instruments, Rules, _emit) = ([.. instruments], rules, emit);

    private readonly Action<ExchangeEvent> _emit;

    public ImmutableArray<Instrument> Instruments { get; }

    public ExchangeRules Rules { get; }

    public IReadOnlyCollection<string> Accounts => throw new NotSupportedException();

    /// <summary>Replaces the visible book and fills resting orders that it crosses.</summary>
    public void MoveBook(InstrumentId instrument, IOrderBook book, DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>Revalues positions, releases conditional orders and liquidates accounts below their maintenance margin.</summary>
    public void MoveMark(InstrumentId instrument, decimal mark, DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>A public trade: releases conditional orders on the last price and fills resting orders it reached.</summary>
    public void PrintTrade(InstrumentId instrument, MarketTrade trade) => throw new NotSupportedException();

    /// <summary>Books rate times notional at the mark on every position of the contract; longs pay when positive.</summary>
    public void SettleFunding(InstrumentId instrument, FundingRate rate) => throw new NotSupportedException();

    public CommandOutcome<ExchangeAccountView> OpenAccount(string account, decimal deposit, DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>Deposits (positive) or withdraws (negative).</summary>
    public CommandOutcome<WalletChange> Transfer(string account, decimal amount, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<ExchangeOrder> Place(string account, OrderRequest request, DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>Changes price and quantity of a resting limit order; its place in the queue is lost.</summary>
    public CommandOutcome<ExchangeOrder> Modify(
        string account, InstrumentId instrument, OrderReference order, decimal quantity, decimal price, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<ExchangeOrder> Cancel(string account, InstrumentId instrument, OrderReference order, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<int> CancelAll(string account, InstrumentId instrument, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<ConditionalOrder> PlaceConditional(string account, ConditionalOrderRequest request, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<ConditionalOrder> CancelConditional(string account, OrderReference order, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<int> CancelAllConditional(string account, InstrumentId instrument, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<InstrumentSettings> SetLeverage(string account, InstrumentId instrument, int leverage, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<InstrumentSettings> SetMarginMode(string account, InstrumentId instrument, MarginMode mode, DateTimeOffset at) => throw new NotSupportedException();

    public CommandOutcome<bool> SetHedgeMode(string account, bool isHedgeMode, DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>Adds (positive) or takes (negative) isolated margin of a position.</summary>
    public CommandOutcome<ExchangePosition> AdjustIsolatedMargin(
        string account, InstrumentId instrument, PositionSide side, decimal amount, DateTimeOffset at) => throw new NotSupportedException();

    /// <summary>Null when the account is unknown; so for every reading below, lists are empty then.</summary>
    public ExchangeAccountView? ReadAccount(string account) => throw new NotSupportedException();

    public InstrumentSettings? ReadSettings(string account, InstrumentId instrument) => throw new NotSupportedException();

    public ExchangeOrder? FindOrder(string account, InstrumentId instrument, OrderReference order) => throw new NotSupportedException();

    public ConditionalOrder? FindConditional(string account, OrderReference order) => throw new NotSupportedException();

    /// <summary>Oldest first; all contracts when instrument is null.</summary>
    public ImmutableArray<ExchangeOrder> OpenOrders(string account, InstrumentId? instrument) => throw new NotSupportedException();

    public ImmutableArray<ConditionalOrder> OpenConditionals(string account, InstrumentId? instrument) => throw new NotSupportedException();

    /// <summary>Open and ended orders, oldest first.</summary>
    public IEnumerable<ExchangeOrder> OrderHistory(string account) => throw new NotSupportedException();

    public IEnumerable<ConditionalOrder> ConditionalHistory(string account) => throw new NotSupportedException();

    public IEnumerable<ExchangeTrade> Trades(string account) => throw new NotSupportedException();

    public IEnumerable<ExchangeLedgerEntry> Ledger(string account) => throw new NotSupportedException();
}
