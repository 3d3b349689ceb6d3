using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>A stop over a quantity.</summary>
/// <param name="Level">Price that releases it.</param>
/// <param name="Distance">From the entry, in quote units.</param>
/// <param name="Quantity">Base units.</param>
public sealed record StopLevel(decimal Level, decimal Distance, decimal Quantity)
{
    /// <summary>In quote units, before fees, slippage and gaps.</summary>
    public decimal Loss => Distance * Quantity;
}

/// <summary>
/// The stop of an order that opens, as it was asked for and as this market calls for it. It goes farther only together with the cut of the size, so
/// that it loses no more money, and never so far that the position would be liquidated first.
/// </summary>
/// <param name="Entry">Price that distances count from: the order's own, else the mark.</param>
/// <param name="Asked">As asked for, with the whole quantity.</param>
/// <param name="Placed">As it goes with what passes of the quantity.</param>
/// <param name="Reason">What takes it farther, or why it stays though something calls for more; null when nothing does.</param>
public sealed record StopPlan(decimal Entry, StopLevel Asked, StopLevel Placed, string? Reason)
{
    /// <summary>Why a stop cannot stand there; nothing when it can, when none is planned, and when the order opens nothing.</summary>
    public static IEnumerable<PreTradeResult.Refused> Faults(OrderRequest request, decimal? stop, PreTradeContext context)
    {
        if (stop is { } level && EntryOf(request, context) is { } entry && DistanceOf(request, entry, Nearest(request, level, context)) <= 0)
        {
            var side = request.Side == OrderSide.Buy ? "below" : "above";
            yield return new PreTradeResult.Refused(
                RefusalCode.BadOrder, $"The stop of a {request.Side.ToString().ToLowerInvariant()} must lie {side} {Words.Plain(entry)}, where it would fill.");
        }
    }

    /// <summary>Null when the order opens nothing or the stop cannot stand there.</summary>
    /// <param name="request">The order.</param>
    /// <param name="stop">Where its stop was asked to stand.</param>
    /// <param name="context">What the gate knows.</param>
    /// <param name="liquidation">Where the position would be liquidated; null when nowhere or unknown.</param>
    public static StopPlan? Of(OrderRequest request, decimal stop, PreTradeContext context, decimal? liquidation)
    {
        if (EntryOf(request, context) is not { } entry || context.Instrument is not { } instrument)
        {
            return null;
        }

        var asked = At(request, entry, Nearest(request, stop, context), instrument.RoundQuantity(request.Quantity));
        if (asked.Distance <= 0)
        {
            return null;
        }

        var kept = asked with { Quantity = PreTradeCheck.EffectiveQuantity(request, context) };
        if (liquidation is { } end && IsPast(request, kept.Level, end))
        {
            return new StopPlan(entry, asked, kept, $"the position would be liquidated at {Words.Plain(instrument.RoundPrice(end))}, before its stop");
        }

        return Farther(request, new StopPlan(entry, asked, kept, context.StopReason), context, liquidation);
    }

    private static StopPlan Farther(OrderRequest request, StopPlan plan, PreTradeContext context, decimal? liquidation)
    {
        var distance = plan.Asked.Distance * context.StopFactor;
        var level = request.Side == OrderSide.Buy ? plan.Entry - distance : plan.Entry + distance;
        if (context.StopFactor <= 1)
        {
            return plan;
        }

        var farther = At(request, plan.Entry, Nearest(request, level, context), plan.Placed.Quantity);
        return level <= 0 || IsPast(request, farther.Level, liquidation)
                ? plan with { Reason = $"{plan.Reason}, but farther away the position would be liquidated first" }
            : farther.Distance > plan.Asked.Distance && farther.Loss <= plan.Asked.Loss ? plan with { Placed = farther }
            : plan;
    }

    /// <summary>Null for an order that opens nothing, and without a price.</summary>
    private static decimal? EntryOf(OrderRequest request, PreTradeContext context) =>
        context.Instrument is null || PreTradeCheck.IsReducing(request, context) ? null : request.Price ?? request.TriggerPrice ?? context.Mark;

    private static StopLevel At(OrderRequest request, decimal entry, decimal level, decimal quantity) =>
        new(level, DistanceOf(request, entry, level), quantity);

    private static decimal DistanceOf(OrderRequest request, decimal entry, decimal level) => request.Side == OrderSide.Buy ? entry - level : level - entry;

    /// <summary>Rounded towards the entry, so that it loses no more than was asked for.</summary>
    private static decimal Nearest(OrderRequest request, decimal level, PreTradeContext context) =>
        request.Side == OrderSide.Buy ? context.Instrument!.RoundPriceUp(level) : context.Instrument!.RoundPriceDown(level);

    private static bool IsPast(OrderRequest request, decimal level, decimal? liquidation) =>
        liquidation is { } end && (request.Side == OrderSide.Buy ? level <= end : level >= end);
}
