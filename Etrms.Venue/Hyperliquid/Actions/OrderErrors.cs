using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>The exchange's texts; clients match them by their beginning.</summary>
internal static class OrderErrors
{
    public const string Gone = "Order was never placed, already canceled, or filled.";
    public const string CannotModify = "Cannot modify canceled or filled order";
    private const string Tick = "Price must be divisible by tick size.";
    private const string Size = "Order has invalid size.";
    private const string Trigger = "Invalid TP/SL price.";
    private const string ReduceOnly = "Reduce only order would increase position.";
    private const decimal MostAway = 0.8m;

    public static string NoSuchAsset(long asset) => $"Order has invalid asset. asset={asset}";

    public static string GoneOf(long asset) => $"{Gone} asset={asset}";

    /// <summary>What refuses a whole batch before any of it is placed; null when nothing does.</summary>
    public static string? FindBeforehand(OrderForm form, decimal mark, bool mustReduce)
    {
        if (form.Coin is not { } coin)
        {
            return NoSuchAsset(form.Asset);
        }

        var instrument = coin.Instrument;
        var isOffTick = form.Price <= 0 || !instrument.TakesPrice(form.Price)
            || (form.Trigger is { } trigger && (trigger.Price <= 0 || !instrument.TakesPrice(trigger.Price)));
        var text = isOffTick ? Tick
            : form.Trigger is null && Math.Abs(form.Price - mark) > mark * MostAway
                ? "Order price cannot be more than 80% away from the reference price"
            : mustReduce && (form.Trigger is null || !form.ReduceOnly) ? "TP/SL orders must be reduce-only."
            : null;
        return text is null ? null : $"{text} asset={form.Asset}";
    }

    /// <summary>What is wrong with an order by itself.</summary>
    public static string? FindShape(OrderForm form) =>
        form.Size == 0 ? $"Order has zero size. asset={form.Asset}"
        : form.Size < 0 || form.Size % form.Coin!.Instrument.StepSize != 0 ? $"{Size} asset={form.Asset}"
        : null;

    /// <summary>The text of a refusal by the exchange.</summary>
    public static string Text(RefusalReason reason, OrderForm form, SimulatedExchange exchange)
    {
        var text = reason switch
        {
            RefusalReason.NotionalTooSmall => "Order must have minimum value of $10.",
            RefusalReason.InsufficientMargin => "Insufficient margin to place order.",
            RefusalReason.ReduceOnlyRejected or RefusalReason.ClosePositionWithoutPosition => ReduceOnly,
            RefusalReason.PostOnlyWouldTake => $"Post only order would have immediately matched, bbo was {Bbo(form, exchange)}.",
            RefusalReason.ImmediateNotMatched => "Order could not immediately match against any resting orders.",
            RefusalReason.WouldTriggerImmediately => Trigger,
            RefusalReason.NoLiquidity => "No liquidity available for market order.",
            RefusalReason.PositionLimitForLeverage => "Order would cause position to exceed margin tier limit at current leverage.",
            RefusalReason.TooManyOpenOrders => "Too many open orders.",
            RefusalReason.DuplicateClientId => "Client order id is already in use.",
            RefusalReason.PriceOffTick => Tick,
            RefusalReason.QuantityOffStep or RefusalReason.QuantityTooSmall or RefusalReason.QuantityTooLarge => Size,
            RefusalReason.PriceAboveBand or RefusalReason.PriceBelowBand => "Price too far from oracle.",
            RefusalReason.UnknownOrder or RefusalReason.UnknownConditionalOrder => Gone,
            _ => $"Order was refused: {reason}.",
        };
        return $"{text} asset={form.Asset}";
    }

    private static string Bbo(OrderForm form, SimulatedExchange exchange) =>
        $"{Price(form, OrderSide.Sell, exchange)}@{Price(form, OrderSide.Buy, exchange)}";

    private static string Price(OrderForm form, OrderSide taker, SimulatedExchange exchange) =>
        exchange.BestAgainst(form.Coin!.Id, taker) is { } level ? WireValues.Text(level.Price) : "none";
}
