using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Everything a simulated exchange must remember over a restart; prices are not part of it.</summary>
public sealed record ExchangeState
{
    public required long NextOrderId { get; init; }

    public required long NextConditionalId { get; init; }

    public required long NextTradeId { get; init; }

    public required long NextTransactionId { get; init; }

    public required decimal InsuranceFund { get; init; }

    public required ImmutableArray<AccountState> Accounts { get; init; }
}

/// <summary>One account at rest.</summary>
public sealed record AccountState
{
    public required string Key { get; init; }

    public required decimal Wallet { get; init; }

    public required bool IsHedgeMode { get; init; }

    public bool IsMultiAssets { get; init; }

    public required bool IsMarginCalled { get; init; }

    public DateTimeOffset? PartlyLiquidatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required ImmutableArray<LeverageState> Settings { get; init; }

    public required ImmutableArray<LegState> Positions { get; init; }

    /// <summary>Open orders and the newest ended ones.</summary>
    public required ImmutableArray<ExchangeOrder> Orders { get; init; }

    public required ImmutableArray<ConditionalOrder> Conditionals { get; init; }

    public required ImmutableArray<ExchangeTrade> Trades { get; init; }

    public required ImmutableArray<ExchangeLedgerEntry> Ledger { get; init; }
}

/// <summary>An account's choice for a contract.</summary>
public sealed record LeverageState(InstrumentId Instrument, int Leverage, MarginMode Mode);

/// <summary>A position at rest.</summary>
public sealed record LegState(
    InstrumentId Instrument, PositionSide Side, decimal Quantity, decimal EntryPrice, decimal IsolatedWallet, decimal OpeningFees,
    decimal AccumulatedRealized, DateTimeOffset UpdatedAt);
