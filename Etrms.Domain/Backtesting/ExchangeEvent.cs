using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting;

/// <summary>Why a wallet or position changed.</summary>
public enum AccountChangeReason
{
    Deposit,
    Withdraw,
    Order,
    Funding,
    InsuranceClear,
    MarginTransfer,
    MarginModeChange,
}

/// <summary>The wallet after a change.</summary>
/// <param name="Balance">Cash of cross and isolated positions together.</param>
/// <param name="CrossBalance">Cash without the isolated wallets.</param>
/// <param name="ExternalChange">Part of the change that is neither profit nor commission.</param>
public sealed record WalletChange(string Asset, decimal Balance, decimal CrossBalance, decimal ExternalChange);

/// <summary>What the exchange tells one account, in the order it happened.</summary>
public abstract record ExchangeEvent
{
    private ExchangeEvent()
    {
    }

    public required string Account { get; init; }

    /// <summary>Market time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Trade is set for executions only.</summary>
    public sealed record OrderChanged(ExchangeOrder Order, ExecutionKind Execution, ExchangeTrade? Trade) : ExchangeEvent
    {
        /// <summary>Notional of the account's resting buys in the contract that may add exposure.</summary>
        public decimal BidNotional { get; init; }

        /// <summary>The same of the sells.</summary>
        public decimal AskNotional { get; init; }
    }

    public sealed record ConditionalChanged(ConditionalOrder Order) : ExchangeEvent;

    /// <summary>Lists only what changed.</summary>
    public sealed record AccountChanged(AccountChangeReason Reason, WalletChange? Wallet, ImmutableArray<ExchangePosition> Positions)
        : ExchangeEvent;

    public sealed record LeverageChanged(InstrumentId Instrument, int Leverage) : ExchangeEvent;

    public sealed record MultiAssetsChanged(bool IsMultiAssets) : ExchangeEvent;

    /// <summary>The margin ratio passed the warning level; nothing is closed yet.</summary>
    public sealed record MarginCalled(decimal CrossBalance, ImmutableArray<ExchangePosition> Positions) : ExchangeEvent;

    /// <summary>A forced order went to the public tape.</summary>
    public sealed record Liquidated(ExchangeOrder Order) : ExchangeEvent;

    public sealed record LedgerBooked(ExchangeLedgerEntry Entry) : ExchangeEvent;
}
