using System.Text.Json;

namespace Etrms.Exchanges.Hyperliquid;

// Wire shapes of one account: readings and streams share them.

internal sealed record ClearinghouseMessage(MarginSummaryMessage MarginSummary, PositionRowMessage[] AssetPositions)
{
    public MarginSummaryMessage? CrossMarginSummary { get; init; }

    public decimal? CrossMaintenanceMarginUsed { get; init; }

    public decimal? Withdrawable { get; init; }

    public long? Time { get; init; }
}

internal sealed record MarginSummaryMessage(decimal? AccountValue, decimal? TotalNtlPos, decimal? TotalRawUsd, decimal? TotalMarginUsed);

internal sealed record PositionRowMessage(string Type, PositionMessage Position);

internal sealed record PositionMessage(string Coin, decimal Szi)
{
    public decimal? EntryPx { get; init; }

    public decimal? PositionValue { get; init; }

    public decimal? UnrealizedPnl { get; init; }

    public decimal? ReturnOnEquity { get; init; }

    public decimal? LiquidationPx { get; init; }

    public decimal? MarginUsed { get; init; }

    public int? MaxLeverage { get; init; }

    public LeverageMessage? Leverage { get; init; }

    public CumulativeFundingMessage? CumFunding { get; init; }

    /// <summary>The largest buy and the largest sell that the margin allows.</summary>
    public decimal[]? MaxTradeSzs { get; init; }
}

internal sealed record LeverageMessage(string Type, int Value, decimal? RawUsd);

internal sealed record CumulativeFundingMessage(decimal AllTime, decimal SinceOpen, decimal SinceChange);

internal sealed record SpotStateMessage(SpotBalanceMessage[] Balances);

internal sealed record SpotBalanceMessage(string Coin, int Token, decimal Total, decimal Hold, decimal? EntryNtl);

/// <summary>An order with all that the venue's own pages show of it; some answers carry the first half alone.</summary>
internal sealed record OrderMessage(string Coin, string Side, decimal LimitPx, decimal Sz, long Oid, long Timestamp)
{
    public decimal? OrigSz { get; init; }

    public string? Cloid { get; init; }

    public string? TriggerCondition { get; init; }

    public bool? IsTrigger { get; init; }

    public decimal? TriggerPx { get; init; }

    public bool? IsPositionTpsl { get; init; }

    public bool? ReduceOnly { get; init; }

    public string? OrderType { get; init; }

    public string? Tif { get; init; }

    /// <summary>Take-profit and stop-loss that wait until this order is wholly filled; not live before.</summary>
    public OrderMessage[]? Children { get; init; }
}

internal sealed record OrderUpdateMessage(OrderMessage Order, string Status, long StatusTimestamp);

internal sealed record OrderStatusMessage(string Status, OrderUpdateMessage? Order);

internal sealed record FillMessage(string Coin, decimal Px, decimal Sz, string Side, long Time, long Oid)
{
    public decimal? StartPosition { get; init; }

    public string? Dir { get; init; }

    public decimal? ClosedPnl { get; init; }

    public string? Hash { get; init; }

    public bool Crossed { get; init; }

    public decimal? Fee { get; init; }

    /// <summary>Part of <see cref="Fee"/>.</summary>
    public decimal? BuilderFee { get; init; }

    public string? FeeToken { get; init; }

    public long? Tid { get; init; }

    public string? Cloid { get; init; }

    public FillLiquidationMessage? Liquidation { get; init; }

    /// <summary>Of the order over time that this was a slice of.</summary>
    public long? TwapId { get; init; }
}

internal sealed record FillLiquidationMessage(string? LiquidatedUser, decimal MarkPx, string Method);

internal sealed record FundingPaymentMessage(long Time, string Hash, FundingDeltaMessage Delta);

/// <param name="NSamples">Hours that were booked as one.</param>
internal sealed record FundingDeltaMessage(string? Type, string Coin, decimal Usdc, decimal Szi, decimal FundingRate, int? NSamples);

internal sealed record LedgerUpdateMessage(long Time, string Hash, LedgerDeltaMessage Delta);

/// <summary>Every kind of booking in one shape; each carries some of it.</summary>
internal sealed record LedgerDeltaMessage(string Type)
{
    public decimal? Usdc { get; init; }

    public bool? ToPerp { get; init; }

    public string? Vault { get; init; }

    public string? User { get; init; }

    public string? Destination { get; init; }

    public string? SourceDex { get; init; }

    public string? DestinationDex { get; init; }

    public string? Token { get; init; }

    public decimal? Amount { get; init; }

    public decimal? Fee { get; init; }

    public string? FeeToken { get; init; }

    public decimal? NetWithdrawnUsd { get; init; }
}

internal sealed record ActiveAssetMessage(string Coin, LeverageMessage Leverage);

internal sealed record RateLimitMessage(decimal CumVlm, long NRequestsUsed, long NRequestsCap)
{
    /// <summary>Bought on top of the cap.</summary>
    public long? NRequestsSurplus { get; init; }
}

internal sealed record RoleMessage(string Role, RoleDataMessage? Data);

internal sealed record RoleDataMessage(string? User, string? Master);

internal sealed record AgentMessage(string Address, string? Name, long ValidUntil);

internal sealed record VaultMessage(string Leader);

/// <param name="Response">A text when the whole action was refused, else an <see cref="ActionResponseMessage"/>.</param>
internal sealed record ActionAnswerMessage(string Status, JsonElement Response);

/// <param name="Data">An <see cref="ActionDataMessage"/> of actions that are answered item by item.</param>
internal sealed record ActionResponseMessage(string? Type, JsonElement? Data);

/// <param name="Statuses">Each a text or an <see cref="ActionStatusMessage"/>.</param>
internal sealed record ActionDataMessage(JsonElement[]? Statuses);

internal sealed record ActionStatusMessage(RestingMessage? Resting, FilledMessage? Filled, string? Error);

internal sealed record RestingMessage(long Oid);

internal sealed record FilledMessage(decimal TotalSz, decimal AvgPx, long Oid);

internal sealed record UserFillsMessage(FillMessage[] Fills, bool? IsSnapshot);

internal sealed record UserFundingsMessage(FundingStreamMessage[] Fundings, bool? IsSnapshot);

internal sealed record FundingStreamMessage(long Time, string Coin, decimal Usdc, decimal Szi, decimal FundingRate);

internal sealed record UserLedgerMessage(LedgerUpdateMessage[] NonFundingLedgerUpdates, bool? IsSnapshot);

internal sealed record UserStateMessage(ClearinghouseMessage ClearinghouseState);

internal sealed record UserSpotMessage(SpotStateMessage SpotState);
