using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Trading;

/// <summary>ETRMS' own number of an exchange account.</summary>
public readonly record struct AccountId(Guid Value) : IComparable<AccountId>
{
    public int CompareTo(AccountId other) => Value.CompareTo(other.Value);

    public static bool operator <(AccountId left, AccountId right) => left.CompareTo(right) < 0;

    public static bool operator >(AccountId left, AccountId right) => left.CompareTo(right) > 0;

    public static bool operator <=(AccountId left, AccountId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AccountId left, AccountId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value.ToString("D");
}

public enum MarginMode
{
    Cross,
    Isolated,
}

/// <summary>An open position as the venue reports it.</summary>
public sealed record Position
{
    public required InstrumentId Instrument { get; init; }

    public PositionSide Side { get; init; }

    /// <summary>Signed base units: positive long, negative short.</summary>
    public required decimal Quantity { get; init; }

    public required decimal EntryPrice { get; init; }

    public decimal BreakEvenPrice { get; init; }

    public decimal MarkPrice { get; init; }

    public decimal UnrealizedPnl { get; init; }

    /// <summary>Price at which the venue would liquidate; null when it names none.</summary>
    public decimal? LiquidationPrice { get; init; }

    public int? Leverage { get; init; }

    public MarginMode MarginMode { get; init; }

    public decimal IsolatedMargin { get; init; }

    public decimal InitialMargin { get; init; }

    public decimal MaintenanceMargin { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>The margin account of a venue, in the quote asset.</summary>
/// <param name="WalletBalance">Cash without unrealised profit.</param>
/// <param name="UnrealizedPnl">Sum over positions at the mark price.</param>
/// <param name="MarginBalance">Wallet plus unrealised profit, as the venue reports it.</param>
/// <param name="InitialMargin">Margin of positions and open orders.</param>
/// <param name="MaintenanceMargin">Balance below which the venue liquidates.</param>
/// <param name="AvailableBalance">What new orders may use.</param>
public sealed record AccountBalance(
    string Asset, decimal WalletBalance, decimal UnrealizedPnl, decimal MarginBalance,
    decimal InitialMargin, decimal MaintenanceMargin, decimal AvailableBalance);

/// <summary>One coin of an account, in its own units.</summary>
/// <param name="MarginBalance">Wallet plus unrealised profit of positions that settle in it.</param>
public sealed record AssetBalance(string Asset, decimal WalletBalance, decimal MarginBalance);

/// <summary>Everything a venue tells about an account in one reading.</summary>
public sealed record AccountSnapshot
{
    public required AccountBalance Balance { get; init; }

    public required ImmutableArray<Position> Positions { get; init; }

    /// <summary>Ordinary and conditional open orders together; see <see cref="Order.IsConditional"/>.</summary>
    public required ImmutableArray<Order> OpenOrders { get; init; }

    public bool IsHedgeMode { get; init; }

    /// <summary>True when every coin is collateral; then <see cref="Balance"/> is the value of all of them.</summary>
    public bool IsMultiAssets { get; init; }

    /// <summary>The coins held; those that <see cref="Balance"/> leaves out are only here.</summary>
    public ImmutableArray<AssetBalance> Assets { get; init; } = [];

    public DateTimeOffset At { get; init; }
}

public enum LedgerKind
{
    Transfer,
    Funding,
    RealizedPnl,
    Commission,
    Liquidation,
    Other,
}

/// <summary>A change of the wallet that the venue booked.</summary>
/// <param name="EntryId">Unique within kind and account.</param>
/// <param name="Amount">Signed, in <paramref name="Asset"/>.</param>
public sealed record LedgerEntry(
    string EntryId, LedgerKind Kind, InstrumentId? Instrument, string Asset, decimal Amount, DateTimeOffset At);
