using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>What the engine knows about the contract at this moment.</summary>
/// <param name="Instrument">Null when the venue does not list it.</param>
/// <param name="Mark">Null when unknown or stale.</param>
/// <param name="Quantity">Signed base units held on the order's leg; null while the account is being reconciled.</param>
/// <param name="Posture">Effective posture over the contract.</param>
/// <param name="PostureReason">Who claims it, in words.</param>
/// <param name="MaxNotional">Largest |notional| of the position in quote units; null for no limit.</param>
public sealed record PreTradeContext(
    Instrument? Instrument, decimal? Mark, decimal? Quantity, Posture Posture, string? PostureReason, decimal? MaxNotional = null)
{
    /// <summary>Who locks new risk out and until when, in words; null when nobody does.</summary>
    public string? Lock { get; init; }

    /// <summary>Share of its size at which new risk passes; 1 for all of it.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>Who scales new risk down, in words.</summary>
    public string? FactorReason { get; init; }

    /// <summary>Times its usual distance at which the stop of a new position goes; at the scaled size it loses no more money there.</summary>
    public decimal StopFactor { get; init; } = 1;

    /// <summary>What takes the stop farther, or why it stays though the market calls for more; null when nothing calls for it.</summary>
    public string? StopReason { get; init; }

    /// <summary>True when the account may send no further order that opens within this minute.</summary>
    public bool IsRateExceeded { get; init; }

    /// <summary>True when the same order was placed just before.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>Why the contract's rules may no longer hold; null while they are new enough.</summary>
    public string? OldRules { get; init; }

    /// <summary>Why the account's key may not send it; null when it may.</summary>
    public string? KeyRefusal { get; init; }

    /// <summary>Armed breakers that would trip on the state after the order, by name.</summary>
    public ImmutableArray<string> Breaches { get; init; } = [];

    /// <summary>How near its liquidation the position would be, as a fraction; null when unknown or far beyond.</summary>
    public decimal? LiquidationDistance { get; init; }

    /// <summary>Smallest distance that an order may leave; 0 for no bound.</summary>
    public decimal MinLiquidationDistance { get; init; }
}

public abstract record PreTradeResult
{
    private PreTradeResult()
    {
    }

    public sealed record Approved(ApprovedOrder Order) : PreTradeResult
    {
        /// <summary>What was changed about the order, in words; null when nothing was.</summary>
        public string? Note { get; init; }
    }

    public sealed record Refused(RefusalCode Code, string Message) : PreTradeResult;
}

/// <summary>The gate before every order of ours. An order that can only shrink a position always passes.</summary>
public static class PreTradeCheck
{
    public static PreTradeResult Check(OrderRequest request, PreTradeContext context)
    {
        if (Refusals(request, context) is [var refusal, ..])
        {
            return refusal;
        }

        var instrument = context.Instrument!;
        var asked = instrument.RoundQuantity(request.Quantity);
        return IsReducing(request, asked, context.Quantity)
            ? new PreTradeResult.Approved(Order(request, instrument, asked, isReducing: true))
            : Approve(Order(request, instrument, Scaled(instrument, asked, context), isReducing: false), asked, context);
    }

    /// <summary>Everything that stands against an order, the gravest first; empty when it may go out.</summary>
    public static IReadOnlyList<PreTradeResult.Refused> Refusals(OrderRequest request, PreTradeContext context)
    {
        if (context.Instrument is not { } instrument)
        {
            return [Refuse(RefusalCode.UnknownSymbol, $"{request.Instrument} is not listed by the venue.")];
        }

        if (request.Fault is { } fault)
        {
            return [Refuse(RefusalCode.BadOrder, fault)];
        }

        var quantity = instrument.RoundQuantity(request.Quantity);
        if (Size(request, instrument, quantity) is { } misfit)
        {
            return [misfit];
        }

        return IsReducing(request, quantity, context.Quantity) ? [] : Opening(request, instrument, quantity, context);
    }

    /// <summary>
    /// Base units by which the position would change: on the step, scaled down by what scales new risk, and never more than is held when the
    /// order can only shrink.
    /// </summary>
    public static decimal EffectiveQuantity(OrderRequest request, PreTradeContext context)
    {
        if (context.Instrument is not { } instrument)
        {
            return request.Quantity;
        }

        var quantity = instrument.RoundQuantity(request.Quantity);
        if (!IsReducing(request, quantity, context.Quantity))
        {
            return Scaled(instrument, quantity, context);
        }

        return context.Quantity is { } held && (held > 0) == (request.Side == OrderSide.Sell) ? Math.Min(quantity, Math.Abs(held)) : 0;
    }

    /// <summary>True when the order cannot add to what is held.</summary>
    public static bool IsReducing(OrderRequest request, PreTradeContext context) =>
        IsReducing(request, context.Instrument?.RoundQuantity(request.Quantity) ?? request.Quantity, context.Quantity);

    private static PreTradeResult.Refused? Size(OrderRequest request, Instrument instrument, decimal quantity)
    {
        var largest = request.Price is null ? instrument.MaxMarketQuantity : instrument.MaxQuantity;
        return quantity < instrument.MinQuantity || quantity <= 0
                ? Refuse(RefusalCode.QtyMin, $"The quantity is below the venue's minimum of {instrument.MinQuantity}.")
            : quantity > largest ? Refuse(RefusalCode.QtyMax, $"The quantity is above the venue's maximum of {largest} per order.")
            : null;
    }

    private static decimal Scaled(Instrument instrument, decimal quantity, PreTradeContext context) =>
        context.Factor < 1 ? instrument.RoundQuantity(quantity * context.Factor) : quantity;

    private static List<PreTradeResult.Refused> Opening(OrderRequest request, Instrument instrument, decimal quantity, PreTradeContext context)
    {
        var refusals = new List<PreTradeResult.Refused>();
        Standing(context, refusals);
        var scaled = Scaled(instrument, quantity, context);
        if (scaled < instrument.MinQuantity || scaled <= 0)
        {
            refusals.Add(TooSmall(context));
        }
        else if (context.Mark is not { } mark)
        {
            refusals.Add(Refuse(RefusalCode.StaleData, $"The mark price of {instrument.Id} is unknown or stale."));
        }
        else if (context.Quantity is { } held)
        {
            Price(request, instrument, mark, refusals);
            Notional(request, scaled, (mark, held), context, refusals);
            After(context, refusals);
        }

        return refusals;
    }

    private static PreTradeResult.Approved Approve(ApprovedOrder order, decimal asked, PreTradeContext context) => new(order)
    {
        Note = order.Quantity == asked ? null : $"Cut from {Words.Plain(asked)} to {Words.Plain(order.Quantity)}: {context.FactorReason}.",
    };

    private static PreTradeResult.Refused TooSmall(PreTradeContext context) => context.Factor == 0
        ? Refuse(RefusalCode.NoNewRisk, $"Orders that add exposure are refused: {context.FactorReason}.")
        : Refuse(RefusalCode.QtyMin, $"Scaled down, the quantity is below the venue's minimum: {context.FactorReason}.");

    /// <summary>What holds whatever the order is: postures, locks, keys, limits of messages.</summary>
    private static void Standing(PreTradeContext context, List<PreTradeResult.Refused> refusals)
    {
        var why = context.PostureReason ?? "a breaker or the trader's pause";
        if (context.Posture == Posture.Halt)
        {
            refusals.Add(Refuse(RefusalCode.Halted, $"No orders but verified exits pass: {why}."));
        }

        if (context.Lock is { } locked)
        {
            refusals.Add(Refuse(RefusalCode.LockedOut, $"New risk is locked out: {locked}."));
        }
        else if (context.Posture is not (Posture.Normal or Posture.Halt))
        {
            refusals.Add(Refuse(RefusalCode.NoNewRisk, $"Orders that add exposure are refused: {why}."));
        }

        if (context.KeyRefusal is { } key)
        {
            refusals.Add(Refuse(RefusalCode.KeyScope, key));
        }

        if (context.OldRules is { } old)
        {
            refusals.Add(Refuse(RefusalCode.StaleData, old));
        }

        if (context.IsDuplicate)
        {
            refusals.Add(Refuse(RefusalCode.DuplicateIntent, "The same order was placed just before."));
        }

        if (context.IsRateExceeded)
        {
            refusals.Add(Refuse(RefusalCode.RateLimit, "Too many orders of this account in the last minute."));
        }

        if (context.Quantity is null)
        {
            refusals.Add(Refuse(RefusalCode.Reconciling, "The account is being read; its position is not known yet."));
        }
    }

    /// <summary>The state that the order would lead to.</summary>
    private static void After(PreTradeContext context, List<PreTradeResult.Refused> refusals)
    {
        if (context.LiquidationDistance is { } distance && distance < context.MinLiquidationDistance)
        {
            refusals.Add(Refuse(RefusalCode.LiqDistance,
                $"The position would be {decimal.Round(distance * 100, 2)} % from its liquidation; at least {decimal.Round(context.MinLiquidationDistance * 100, 2)} % must be left."));
        }

        if (!context.Breaches.IsEmpty)
        {
            refusals.Add(Refuse(RefusalCode.WouldBreach, $"It would trip {string.Join(", ", context.Breaches)}."));
        }
    }

    private static void Price(OrderRequest request, Instrument instrument, decimal mark, List<PreTradeResult.Refused> refusals)
    {
        if (request is not { IsConditional: false, Price: { } price })
        {
            return;
        }

        if (price <= 0)
        {
            refusals.Add(Refuse(RefusalCode.PriceCollar, "The price must be positive."));
        }
        else if (request.Side == OrderSide.Buy && price > mark * instrument.PriceMultiplierUp)
        {
            refusals.Add(Refuse(RefusalCode.PriceCollar, $"A buy at {price} is too far above the mark price {mark}."));
        }
        else if (request.Side == OrderSide.Sell && price < mark * instrument.PriceMultiplierDown)
        {
            refusals.Add(Refuse(RefusalCode.PriceCollar, $"A sell at {price} is too far below the mark price {mark}."));
        }
    }

    private static void Notional(
        OrderRequest request, decimal quantity, (decimal Mark, decimal Held) now, PreTradeContext context, List<PreTradeResult.Refused> refusals)
    {
        var instrument = context.Instrument!;
        var notional = quantity * (request.Price ?? request.TriggerPrice ?? now.Mark);
        if (notional < instrument.MinNotional)
        {
            refusals.Add(Refuse(RefusalCode.NotionalMin, $"A value of {Words.Plain(notional)} is below the venue's minimum of {instrument.MinNotional}."));
        }

        var after = Math.Abs(now.Held + (request.Side == OrderSide.Buy ? quantity : -quantity)) * now.Mark;
        if (context.MaxNotional is { } cap && after > cap)
        {
            refusals.Add(Refuse(RefusalCode.NotionalMax, $"The position would be worth {Words.Plain(after)}, above the limit of {cap}."));
        }
    }

    private static bool IsReducing(OrderRequest request, decimal quantity, decimal? held)
    {
        var isHedgeExit = (request.PositionSide == PositionSide.Long && request.Side == OrderSide.Sell)
            || (request.PositionSide == PositionSide.Short && request.Side == OrderSide.Buy);
        var shrinks = held is { } now && Math.Abs(now) >= quantity && (now > 0) == (request.Side == OrderSide.Sell) && now != 0;
        return request.ReduceOnly || isHedgeExit || shrinks;
    }

    private static ApprovedOrder Order(OrderRequest request, Instrument instrument, decimal quantity, bool isReducing) => new()
    {
        Account = request.Account,
        Instrument = request.Instrument,
        Side = request.Side,
        PositionSide = request.PositionSide,
        Type = request.Type,
        TimeInForce = request.TimeInForce,
        Quantity = quantity,
        Price = request.Price is { } price
            ? request.Side == OrderSide.Buy ? instrument.RoundPriceDown(price) : instrument.RoundPriceUp(price)
            : null,
        TriggerPrice = request.TriggerPrice is { } trigger ? instrument.RoundPriceDown(trigger) : null,
        TriggerBy = request.TriggerBy,
        CallbackRate = request.CallbackRate,
        ActivationPrice = request.ActivationPrice is { } activation ? instrument.RoundPriceDown(activation) : null,
        GoodTillAt = request.GoodTillAt,

        // An order let through because it shrinks must not be able to flip the position when that has changed meanwhile.
        ReduceOnly = isReducing,
        ClientOrderId = request.ClientOrderId,
    };

    private static PreTradeResult.Refused Refuse(RefusalCode code, string message) => new(code, message);
}
