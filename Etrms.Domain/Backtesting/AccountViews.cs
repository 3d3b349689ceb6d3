using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>A position, or a contract with resting orders alone (Quantity 0), valued at the current mark.</summary>
public sealed record ExchangePosition
{
    public required InstrumentId Instrument { get; init; }

    public PositionSide Side { get; init; }

    /// <summary>Signed base units.</summary>
    public decimal Quantity { get; init; }

    public decimal EntryPrice { get; init; }

    /// <summary>Price at which fees paid and a closing fee are covered.</summary>
    public decimal BreakEvenPrice { get; init; }

    public decimal MarkPrice { get; init; }

    /// <summary>Signed, at the mark price.</summary>
    public decimal Notional => Quantity * MarkPrice;

    public decimal UnrealizedPnl { get; init; }

    /// <summary>Realised since the position was opened, before fees.</summary>
    public decimal AccumulatedRealized { get; init; }

    /// <summary>Null when no positive price liquidates.</summary>
    public decimal? LiquidationPrice { get; init; }

    public int Leverage { get; init; }

    public MarginMode MarginMode { get; init; }

    /// <summary>Isolated wallet plus unrealised profit; 0 in cross mode.</summary>
    public decimal IsolatedMargin { get; init; }

    public decimal IsolatedWallet { get; init; }

    public decimal PositionInitialMargin { get; init; }

    public decimal OpenOrderInitialMargin { get; init; }

    public decimal InitialMargin => PositionInitialMargin + OpenOrderInitialMargin;

    public decimal MaintenanceMargin { get; init; }

    /// <summary>Notional of resting buys that may add exposure.</summary>
    public decimal BidNotional { get; init; }

    /// <summary>Notional of resting sells that may add exposure.</summary>
    public decimal AskNotional { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>An account at the current marks.</summary>
public sealed record ExchangeAccountView
{
    public required string Asset { get; init; }

    public required decimal WalletBalance { get; init; }

    public required decimal CrossWalletBalance { get; init; }

    public required decimal UnrealizedPnl { get; init; }

    public required decimal CrossUnrealizedPnl { get; init; }

    public decimal MarginBalance => WalletBalance + UnrealizedPnl;

    public required decimal PositionInitialMargin { get; init; }

    public required decimal OpenOrderInitialMargin { get; init; }

    public decimal InitialMargin => PositionInitialMargin + OpenOrderInitialMargin;

    public required decimal MaintenanceMargin { get; init; }

    public required decimal AvailableBalance { get; init; }

    /// <summary>Never more than the cross wallet: unrealised profit cannot be taken out.</summary>
    public required decimal MaxWithdrawAmount { get; init; }

    public required bool IsHedgeMode { get; init; }

    public bool IsMultiAssets { get; init; }

    /// <summary>Contracts with a position or an open order.</summary>
    public required ImmutableArray<ExchangePosition> Positions { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Leverage and margin mode that an account chose for a contract.</summary>
/// <param name="MaxNotional">Largest position that the leverage allows.</param>
public sealed record InstrumentSettings(InstrumentId Instrument, int Leverage, MarginMode MarginMode, decimal MaxNotional);

/// <summary>A booking on an account's wallet.</summary>
/// <param name="TransactionId">Unique on the exchange.</param>
/// <param name="Amount">Signed, in the quote asset.</param>
/// <param name="TradeId">The execution that caused it; null for transfers and funding.</param>
public sealed record ExchangeLedgerEntry(
    long TransactionId, string Account, LedgerKind Kind, InstrumentId? Instrument, string Asset, decimal Amount, long? TradeId,
    DateTimeOffset At);

/// <summary>Rates and limits of the simulated exchange.</summary>
public sealed record ExchangeRules
{
    public decimal MakerFee { get; init; } = 0.0002m;

    public decimal TakerFee { get; init; } = 0.0005m;

    public string Asset { get; init; } = "USDT";

    /// <summary>Funding is taken on the index (oracle) price, not on the mark.</summary>
    public bool FundsOnIndex { get; init; }

    public int DefaultLeverage { get; init; } = 20;

    public int MaxOpenOrders { get; init; } = 200;

    public int MaxConditionalOrders { get; init; } = 200;

    /// <summary>How often an order may be changed.</summary>
    public int MaxModifications { get; init; } = 10_000;

    /// <summary>Distance of mark and last price, as a fraction, that still releases a protected conditional order.</summary>
    public decimal TriggerProtect { get; init; } = 0.05m;

    /// <summary>Maintenance margin over margin balance at which a warning goes out.</summary>
    public decimal MarginCallRatio { get; init; } = 0.8m;

    public OrderCustoms Orders { get; init; } = new();

    public LiquidationCustoms Liquidations { get; init; } = new();

    /// <summary>Orders, trades and bookings remembered per account.</summary>
    public int HistoryLimit { get; init; } = 20_000;
}
