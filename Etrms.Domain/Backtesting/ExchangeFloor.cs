using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>What the desks of the simulated exchange share: contracts, accounts, counters and the way out for events.</summary>
internal sealed class ExchangeFloor(ImmutableArray<Instrument> instruments, ExchangeRules rules, Action<ExchangeEvent> emit)
{
    private long _nextConditionalId = 2_000_001;

    public ImmutableArray<Instrument> Instruments { get; } = instruments;

    public ExchangeRules Rules { get; } = rules;

    public SortedDictionary<string, ExchangeAccount> Accounts { get; } = new(StringComparer.Ordinal);

    public Dictionary<InstrumentId, InstrumentMarket> Markets { get; } =
        instruments.ToDictionary(instrument => instrument.Id, instrument => new InstrumentMarket(instrument));

    public long NextOrderId { get; set; } = 1_000_001;

    public long NextConditionalId
    {
        get => Rules.Orders.SharesNumbers ? NextOrderId : _nextConditionalId;
        set => _ = Rules.Orders.SharesNumbers ? NextOrderId = value : _nextConditionalId = value;
    }

    public long NextTradeId { get; set; } = 1;

    public long NextTransactionId { get; set; } = 1;

    public decimal InsuranceFund { get; set; }

    public void Restore(ExchangeState state)
    {
        (NextConditionalId, NextOrderId) = (state.NextConditionalId, state.NextOrderId);
        (NextTradeId, NextTransactionId) = (state.NextTradeId, state.NextTransactionId);
        InsuranceFund = state.InsuranceFund;
        Accounts.Clear();
        foreach (var account in state.Accounts)
        {
            Accounts.Add(account.Key, ExchangeAccount.Import(account, Rules));
        }
    }

    public void Emit(ExchangeEvent fact) => emit(fact);

    public void Book(ExchangeAccount account, LedgerKind kind, InstrumentId? instrument, decimal amount, long? tradeId, DateTimeOffset at)
    {
        account.Wallet += amount;
        account.UpdatedAt = at;
        var entry = new ExchangeLedgerEntry(NextTransactionId++, account.Key, kind, instrument, Rules.Asset, amount, tradeId, at);
        account.Store(entry);
        Emit(new ExchangeEvent.LedgerBooked(entry) { Account = account.Key, At = at });
    }

    public void Announce(ExchangeAccount account, ExchangeOrder order, ExecutionKind execution, ExchangeTrade? trade = null)
    {
        account.Store(order);
        Emit(new ExchangeEvent.OrderChanged(order, execution, trade)
        {
            Account = account.Key,
            At = order.UpdatedAt,
            BidNotional = account.RestingNotional(order.Instrument, OrderSide.Buy),
            AskNotional = account.RestingNotional(order.Instrument, OrderSide.Sell),
        });
    }

    public void Announce(ExchangeAccount account, ConditionalOrder order)
    {
        account.Store(order);
        Emit(new ExchangeEvent.ConditionalChanged(order) { Account = account.Key, At = order.UpdatedAt });
    }

    /// <summary>Tells the wallet and, when given, the position that changed with it.</summary>
    public void AnnounceAccount(
        ExchangeAccount account, AccountChangeReason reason, decimal external, PositionState? position, DateTimeOffset at)
    {
        var positions = position is null ? [] : ImmutableArray.Create(MarginDesk.View(account, Markets[position.Instrument], position));
        var wallet = new WalletChange(Rules.Asset, account.Wallet, account.CrossWallet, external);
        Emit(new ExchangeEvent.AccountChanged(reason, wallet, positions) { Account = account.Key, At = at });
    }
}
