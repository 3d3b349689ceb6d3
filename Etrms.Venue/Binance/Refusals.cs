using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;

namespace Etrms.Venue.Binance;

/// <summary>What the simulated exchange refuses, in the protocol's codes.</summary>
internal static class Refusals
{
    /// <param name="instrument">The contract in question; its limits stand in some texts.</param>
    public static BinanceError ToError(RefusalReason reason, Instrument? instrument) => reason switch
    {
        RefusalReason.UnknownAccount => BinanceErrors.BadApiKey,
        RefusalReason.UnknownInstrument => BinanceErrors.BadSymbol,
        RefusalReason.UnknownOrder => BinanceErrors.CancelUnknown,
        RefusalReason.UnknownConditionalOrder => BinanceErrors.CancelUnknown,
        RefusalReason.DuplicateClientId => BinanceErrors.DuplicateClientId,
        RefusalReason.TooManyOpenOrders => BinanceErrors.TooManyOpenOrders,
        RefusalReason.QuantityNotPositive => BinanceErrors.QuantityTooSmall,
        RefusalReason.QuantityTooSmall => BinanceErrors.QuantityBelowMinimum,
        RefusalReason.QuantityTooLarge => BinanceErrors.QuantityAboveMaximum,
        RefusalReason.QuantityOffStep => BinanceErrors.OffStep,
        RefusalReason.PriceNotPositive => BinanceErrors.PriceTooSmall,
        RefusalReason.PriceMissing => BinanceErrors.Missing("price"),
        RefusalReason.PriceOffTick => BinanceErrors.OffTick,
        RefusalReason.PriceAboveBand => BinanceErrors.PriceAbove(instrument?.PriceMultiplierUp),
        RefusalReason.PriceBelowBand => BinanceErrors.PriceBelow(instrument?.PriceMultiplierDown),
        RefusalReason.NotionalTooSmall => BinanceErrors.NotionalBelow(instrument?.MinNotional),
        RefusalReason.InsufficientMargin => BinanceErrors.MarginTooLow,
        RefusalReason.InsufficientBalance => BinanceErrors.BalanceTooLow,
        RefusalReason.PositionLimitForLeverage => BinanceErrors.MaxPosition,
        RefusalReason.ReduceOnlyRejected => BinanceErrors.ReduceOnlyRejected,
        RefusalReason.ReduceOnlyConflict => BinanceErrors.ReduceOnlyConflict,
        RefusalReason.ReduceOnlyInHedgeMode => BinanceErrors.NotRequired("reduceonly"),
        RefusalReason.PositionSideMismatch => BinanceErrors.PositionSideMismatch,
        RefusalReason.PostOnlyWouldTake => BinanceErrors.PostOnly,
        RefusalReason.FillOrKillNotFilled or RefusalReason.ImmediateNotMatched => BinanceErrors.FillOrKill,
        RefusalReason.NoLiquidity => BinanceErrors.MarketPriceRange,
        RefusalReason.OrderTypeNotSupported => BinanceErrors.BadOrderType,
        RefusalReason.NotALimitOrder => BinanceErrors.AmendNotLimit,
        RefusalReason.NothingToModify => BinanceErrors.AmendUnchanged,
        RefusalReason.QuantityNotAboveExecuted => BinanceErrors.AmendUnchanged,
        RefusalReason.ModifiedTooOften => BinanceErrors.AmendTooOften,
        RefusalReason.NoDepthForPriceMatch => BinanceErrors.NoDepthForPriceMatch,
        RefusalReason.AmountNotPositive => BinanceErrors.OutOfRange("amount"),
        RefusalReason.AccountExists => BinanceErrors.OutOfRange("account"),
        RefusalReason.InstrumentHasNoPrice => BinanceErrors.MarketPriceRange,
        _ => OfConditional(reason) ?? OfSettings(reason),
    };

    private static BinanceError? OfConditional(RefusalReason reason) => reason switch
    {
        RefusalReason.WouldTriggerImmediately => BinanceErrors.WouldTrigger,
        RefusalReason.TriggerPriceMissing => BinanceErrors.Missing("triggerprice"),
        RefusalReason.CallbackRateOutOfRange => BinanceErrors.OutOfRange("callbackRate"),
        RefusalReason.ActivationPriceInvalid => BinanceErrors.BadActivationPrice,
        RefusalReason.ClosePositionWithQuantity => BinanceErrors.ClosePositionWithQuantity,
        RefusalReason.ClosePositionWithReduceOnly => BinanceErrors.ClosePositionWithReduceOnly,
        RefusalReason.ClosePositionNeedsMarketKind => BinanceErrors.NotRequired("closeposition"),
        RefusalReason.ClosePositionWithoutPosition => BinanceErrors.ClosePositionWithoutPosition,
        RefusalReason.ClosePositionExists => BinanceErrors.SecondClosePosition,
        _ => null,
    };

    private static BinanceError OfSettings(RefusalReason reason) => reason switch
    {
        RefusalReason.LeverageOutOfRange => BinanceErrors.BadLeverage,
        RefusalReason.LeverageTooHighForPosition => BinanceErrors.LeverageTooHigh,
        RefusalReason.LeverageCannotFallWhileIsolated => BinanceErrors.IsolatedLeverageDown,
        RefusalReason.MarginModeUnchanged => BinanceErrors.SameMarginType,
        RefusalReason.MarginModeHasOrders => BinanceErrors.MarginTypeOpenOrders,
        RefusalReason.MarginModeHasPosition => BinanceErrors.MarginTypePosition,
        RefusalReason.IsolatedInMultiAssetsMode => BinanceErrors.IsolatedInMultiAssets,
        RefusalReason.MultiAssetsModeUnchanged => BinanceErrors.SameMultiAssets,
        RefusalReason.MultiAssetsModeHasIsolated => BinanceErrors.MultiAssetsIsolated,
        RefusalReason.MultiAssetsModeHasOrders => BinanceErrors.MultiAssetsOpenOrders,
        RefusalReason.PositionModeUnchanged => BinanceErrors.SamePositionMode,
        RefusalReason.PositionModeHasOrders => BinanceErrors.PositionModeOpenOrders,
        RefusalReason.PositionModeHasPosition => BinanceErrors.PositionModePosition,
        RefusalReason.NotIsolated => BinanceErrors.NoIsolatedPosition,
        RefusalReason.IsolatedMarginTooLow => BinanceErrors.IsolatedBalanceTooLow,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A refusal without a code of the protocol."),
    };
}
