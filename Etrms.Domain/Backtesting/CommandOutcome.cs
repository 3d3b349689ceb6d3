using System.Diagnostics.CodeAnalysis;

namespace Etrms.Domain.Backtesting;

/// <summary>Why the exchange says no. A wire protocol maps each to its own code.</summary>
public enum RefusalReason
{
    UnknownAccount,
    UnknownInstrument,
    UnknownOrder,
    UnknownConditionalOrder,
    DuplicateClientId,
    TooManyOpenOrders,
    QuantityNotPositive,
    QuantityTooSmall,
    QuantityTooLarge,
    QuantityOffStep,
    PriceNotPositive,
    PriceMissing,
    PriceOffTick,
    PriceAboveBand,
    PriceBelowBand,
    NotionalTooSmall,
    InsufficientMargin,
    InsufficientBalance,
    PositionLimitForLeverage,
    ReduceOnlyRejected,

    /// <summary>Resting reduce-only orders already cover the position.</summary>
    ReduceOnlyConflict,
    ReduceOnlyInHedgeMode,
    PositionSideMismatch,
    PostOnlyWouldTake,
    FillOrKillNotFilled,
    ImmediateNotMatched,
    NoLiquidity,
    WouldTriggerImmediately,
    TriggerPriceMissing,
    CallbackRateOutOfRange,
    ActivationPriceInvalid,
    ClosePositionWithQuantity,
    ClosePositionWithReduceOnly,
    ClosePositionNeedsMarketKind,
    ClosePositionWithoutPosition,
    ClosePositionExists,
    OrderTypeNotSupported,
    NotALimitOrder,
    NothingToModify,
    QuantityNotAboveExecuted,
    ModifiedTooOften,

    /// <summary>The book has no level that a price match could take.</summary>
    NoDepthForPriceMatch,
    LeverageOutOfRange,
    LeverageTooHighForPosition,
    LeverageCannotFallWhileIsolated,
    MarginModeUnchanged,
    MarginModeHasOrders,
    MarginModeHasPosition,
    PositionModeUnchanged,
    PositionModeHasOrders,
    PositionModeHasPosition,
    IsolatedInMultiAssetsMode,
    MultiAssetsModeUnchanged,
    MultiAssetsModeHasIsolated,
    MultiAssetsModeHasOrders,
    NotIsolated,
    IsolatedMarginTooLow,
    AmountNotPositive,
    AccountExists,
    InstrumentHasNoPrice,
}

/// <summary>How a command to the simulated exchange ended.</summary>
public sealed record CommandOutcome<T>
    where T : notnull
{
    private CommandOutcome(T? value, RefusalReason? refusal) => (Value, Refusal) = (value, refusal);

    public T? Value { get; }

    public RefusalReason? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Refusal is null;

    public static implicit operator CommandOutcome<T>(T value) => new(value, null);

    public static implicit operator CommandOutcome<T>(RefusalReason reason) => new(default, reason);
}
