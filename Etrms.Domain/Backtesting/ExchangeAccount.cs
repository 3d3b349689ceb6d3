using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>One account's money, positions, orders and history. Everything iterates in the order of its numbers.</summary>
internal sealed class ExchangeAccount(string key, ExchangeRules rules)
{
    private readonly SortedDictionary<long, ExchangeOrder> _orders = [];
    private readonly SortedDictionary<long, ConditionalOrder> _conditionals = [];
    private readonly Dictionary<string, long> _orderByClientId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _conditionalByClientId = new(StringComparer.Ordinal);

    public string Key { get; } = key;

    /// <summary>All cash, isolated wallets included.</summary>
    public decimal Wallet { get; set; }

    public decimal CrossWallet => Wallet - Positions.Values.Sum(position => position.IsolatedWallet);

    public bool IsHedgeMode { get; set; }

    /// <summary>Every margin asset backs every position; with one asset that changes no sum, but forbids isolated margin.</summary>
    public bool IsMultiAssets { get; set; }

    /// <summary>The warning is out and the ratio has not recovered since.</summary>
    public bool IsMarginCalled { get; set; }

    /// <summary>When a part of a large position was last liquidated.</summary>
    public DateTimeOffset? PartlyLiquidatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public Dictionary<InstrumentId, (int Leverage, MarginMode Mode)> Settings { get; } = [];

    public SortedDictionary<(InstrumentId Instrument, PositionSide Side), PositionState> Positions { get; } = [];

    public SortedDictionary<long, ExchangeOrder> OpenOrders { get; } = [];

    /// <summary>Waiting and released conditional orders.</summary>
    public SortedDictionary<long, ConditionalOrder> OpenConditionals { get; } = [];

    public Queue<ExchangeTrade> Trades { get; } = [];

    public Queue<ExchangeLedgerEntry> Ledger { get; } = [];

    public IEnumerable<ExchangeOrder> Orders => _orders.Values;

    public IEnumerable<ConditionalOrder> Conditionals => _conditionals.Values;

    public (int Leverage, MarginMode Mode) SettingsOf(InstrumentId instrument) =>
        Settings.TryGetValue(instrument, out var settings) ? settings : (rules.DefaultLeverage, MarginMode.Cross);

    public PositionState? PositionOf(InstrumentId instrument, PositionSide side) => Positions.GetValueOrDefault((instrument, side));

    public PositionState PositionFor(InstrumentId instrument, PositionSide side)
    {
        if (!Positions.TryGetValue((instrument, side), out var position))
        {
            position = new PositionState(instrument, side);
            Positions.Add((instrument, side), position);
        }

        return position;
    }

    public decimal Closable(InstrumentId instrument, PositionSide side, OrderSide orderSide) =>
        PositionOf(instrument, side)?.Closable(orderSide) ?? 0;

    /// <summary>Notional of the resting orders of a side that may add exposure.</summary>
    public decimal RestingNotional(InstrumentId instrument, OrderSide side) => OpenOrders.Values
        .Where(order => order.Instrument == instrument && order.Side == side && order.Type == OrderType.Limit && !order.IsReducing)
        .Sum(order => order.RemainingQuantity * order.Price);

    public void Store(ExchangeOrder order)
    {
        _orders[order.OrderId] = order;
        _orderByClientId[order.ClientOrderId] = order.OrderId;
        Keep(OpenOrders, order.OrderId, order, order.IsOpen);
        Trim(_orders, OpenOrders, rules.HistoryLimit);
    }

    public void Store(ConditionalOrder order)
    {
        _conditionals[order.ConditionalId] = order;
        _conditionalByClientId[order.ClientOrderId] = order.ConditionalId;
        Keep(OpenConditionals, order.ConditionalId, order, order.IsOpen);
        Trim(_conditionals, OpenConditionals, rules.HistoryLimit);
    }

    public void Store(ExchangeTrade trade) => Append(Trades, trade);

    public void Store(ExchangeLedgerEntry entry) => Append(Ledger, entry);

    public ExchangeOrder? Find(OrderReference reference)
    {
        var id = reference.Id ?? Lookup(_orderByClientId, reference.ClientId);
        return id is { } number ? _orders.GetValueOrDefault(number) : null;
    }

    public ConditionalOrder? FindConditional(OrderReference reference)
    {
        var id = reference.Id ?? Lookup(_conditionalByClientId, reference.ClientId);
        return id is { } number ? _conditionals.GetValueOrDefault(number) : null;
    }

    /// <param name="history">How many of the newest ended orders, trades and bookings go along.</param>
    public AccountState Export(int history) => new()
    {
        Key = Key,
        Wallet = Wallet,
        IsHedgeMode = IsHedgeMode,
        IsMultiAssets = IsMultiAssets,
        IsMarginCalled = IsMarginCalled,
        PartlyLiquidatedAt = PartlyLiquidatedAt,
        UpdatedAt = UpdatedAt,
        Settings = [.. Settings.OrderBy(pair => pair.Key).Select(pair => new LeverageState(pair.Key, pair.Value.Leverage, pair.Value.Mode))],
        Positions = [.. Positions.Values.Where(leg => leg.Quantity != 0).Select(leg => leg.Export())],
        Orders = Newest(_orders, OpenOrders, history),
        Conditionals = Newest(_conditionals, OpenConditionals, history),
        Trades = [.. Trades.TakeLast(history)],
        Ledger = [.. Ledger.TakeLast(history)],
    };

    public static ExchangeAccount Import(AccountState state, ExchangeRules rules)
    {
        var account = new ExchangeAccount(state.Key, rules)
        {
            Wallet = state.Wallet,
            IsHedgeMode = state.IsHedgeMode,
            IsMultiAssets = state.IsMultiAssets,
            IsMarginCalled = state.IsMarginCalled,
            PartlyLiquidatedAt = state.PartlyLiquidatedAt,
            UpdatedAt = state.UpdatedAt,
        };
        foreach (var (instrument, leverage, mode) in state.Settings)
        {
            account.Settings[instrument] = (leverage, mode);
        }

        foreach (var leg in state.Positions)
        {
            account.Positions.Add((leg.Instrument, leg.Side), PositionState.Import(leg));
        }

        foreach (var order in state.Orders)
        {
            account.Store(order);
        }

        foreach (var order in state.Conditionals)
        {
            account.Store(order);
        }

        foreach (var trade in state.Trades)
        {
            account.Store(trade);
        }

        foreach (var entry in state.Ledger)
        {
            account.Store(entry);
        }

        return account;
    }

    private static ImmutableArray<T> Newest<T>(SortedDictionary<long, T> all, SortedDictionary<long, T> open, int history)
    {
        var ended = all.Keys.Where(id => !open.ContainsKey(id)).TakeLast(history);
        return [.. ended.Concat(open.Keys).Order().Select(id => all[id])];
    }

    private static long? Lookup(Dictionary<string, long> index, string? clientId) =>
        clientId is not null && index.TryGetValue(clientId, out var id) ? id : null;

    private static void Keep<T>(SortedDictionary<long, T> open, long id, T order, bool isOpen)
    {
        if (isOpen)
        {
            open[id] = order;
        }
        else
        {
            open.Remove(id);
        }
    }

    private static void Trim<T>(SortedDictionary<long, T> all, SortedDictionary<long, T> open, int limit)
    {
        if (all.Count > limit + open.Count && all.Keys.FirstOrDefault(id => !open.ContainsKey(id)) is var oldest and > 0)
        {
            all.Remove(oldest);
        }
    }

    private void Append<T>(Queue<T> history, T item)
    {
        history.Enqueue(item);
        if (history.Count > rules.HistoryLimit)
        {
            history.Dequeue();
        }
    }
}
