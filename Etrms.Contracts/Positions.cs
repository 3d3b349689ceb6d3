using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Contracts;

/// <summary>One open position. Null means unknown, never zero.</summary>
public sealed record PositionView
{
    /// <summary>account:symbol:side, stable while the position lives.</summary>
    public required string Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string AccountName { get; init; }

    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    public required PositionSide PositionSide { get; init; }

    /// <summary>Signed base units.</summary>
    public required decimal Quantity { get; init; }

    public required decimal EntryPrice { get; init; }

    public decimal? BreakEvenPrice { get; init; }

    public decimal? MarkPrice { get; init; }

    /// <summary>|quantity| x mark, quote units.</summary>
    public decimal? Notional { get; init; }

    public decimal? UnrealizedPnl { get; init; }

    /// <summary>Unrealised profit over initial margin, fraction.</summary>
    public decimal? ReturnOnMargin { get; init; }

    public decimal? LiquidationPrice { get; init; }

    /// <summary>Fraction the mark may move against the position before liquidation.</summary>
    public decimal? LiquidationDistance { get; init; }

    public int? Leverage { get; init; }

    public MarginMode MarginMode { get; init; }

    public decimal? ShareOfEquity { get; init; }

    public decimal? FundingPaid { get; init; }

    public decimal? StopLoss { get; init; }

    public decimal? TakeProfit { get; init; }

    /// <summary>"open", "closing", "reducing" or "unprotected".</summary>
    public required string State { get; init; }

    public decimal TickSize { get; init; }

    public decimal StepSize { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Wall time of the mark; null when none was seen.</summary>
    public DateTimeOffset? MarkAt { get; init; }
}

public sealed record OpenOrderView(
    Guid AccountId, Exchange Exchange, string Symbol, string OrderId, string ClientOrderId, OrderSide Side, PositionSide PositionSide,
    OrderType Type, decimal Price, decimal TriggerPrice, decimal Quantity, decimal FilledQuantity, bool ReduceOnly, bool ClosePosition, bool IsConditional);

public sealed record OpenOrdersView(IReadOnlyList<OpenOrderView> OpenOrders, bool IsComplete);

public sealed record PositionsView(IReadOnlyList<PositionView> Positions, IReadOnlyList<OpenOrderView> OpenOrders, bool IsComplete);

/// <summary>Body of a close; a fraction of 1 or absent closes all.</summary>
public sealed record ReducePositionRequest
{
    /// <summary>Share of the live quantity to take off, in (0, 1].</summary>
    public decimal? Fraction { get; init; }

    /// <summary>Base units to take off; give this or the fraction.</summary>
    public decimal? Quantity { get; init; }

    [StringLength(500)]
    public string? Reason { get; init; }
}

/// <summary>New protective levels in quote units; null removes the level.</summary>
public sealed record ProtectPositionRequest(decimal? StopLoss, decimal? TakeProfit);

/// <summary>Why a position is closed, for the audit trail.</summary>
public sealed record ClosePositionRequest
{
    [StringLength(500)]
    public string? Reason { get; init; }
}

/// <summary>Which resting orders to cancel; everything absent means all orders of all accounts.</summary>
public sealed record CancelOrdersRequest
{
    public Guid? AccountId { get; init; }

    /// <summary>Contract on the account's venue; needs the account.</summary>
    [StringLength(40, MinimumLength = 1)]
    public string? Symbol { get; init; }

    /// <summary>One order alone, whatever the filter; needs the account and the symbol.</summary>
    [StringLength(80, MinimumLength = 1)]
    public string? OrderId { get; init; }

    public CancelFilter Filter { get; init; }

    [StringLength(500)]
    public string? Reason { get; init; }
}

/// <summary>An accepted operator command; poll its URL for the outcome.</summary>
public sealed record CommandView(Guid Id, string Kind, string State, string? Refusal, DateTimeOffset CreatedAt, DateTimeOffset? AnsweredAt);

/// <summary>The commands that one request became, such as one close per account.</summary>
public sealed record CommandsView(IReadOnlyList<CommandView> Commands);

/// <summary>How far a command has been carried out at the venue.</summary>
/// <param name="State">"waiting", "refused", "acting", "met" or "failed".</param>
/// <param name="Results">How it ended for each position or contract; those still being worked on are missing.</param>
/// <param name="Orders">Every request that was sent, with the venue's answer.</param>
public sealed record CommandProgressView(
    CommandView Command, string State, IReadOnlyList<CommandResultView> Results, IReadOnlyList<ActionResultView> Orders);

/// <param name="Outcome">"target_met", "dust" or "failed".</param>
/// <param name="Remaining">|quantity| read back from the venue, base units; null when unknown.</param>
/// <param name="Detail">In words, with the venue's code when it refused.</param>
public sealed record CommandResultView(
    Guid AccountId, string Symbol, PositionSide PositionSide, string Outcome, decimal? Remaining, string Detail, DateTimeOffset At);
