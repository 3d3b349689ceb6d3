using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>A position with the orders that rest for it, and the protective levels it shall have.</summary>
public sealed record ProtectionRequest
{
    public required Guid PlanId { get; init; }

    public required AccountId Account { get; init; }

    public required Instrument Instrument { get; init; }

    /// <summary>The live position; a quantity of 0 takes all protection away.</summary>
    public required Position Position { get; init; }

    public required ImmutableArray<Order> OpenOrders { get; init; }

    /// <summary>Mark price; 0 is unknown.</summary>
    public required decimal Mark { get; init; }

    /// <summary>Null removes the stop-loss.</summary>
    public decimal? StopLoss { get; init; }

    /// <summary>Null removes the take-profit.</summary>
    public decimal? TakeProfit { get; init; }

    /// <summary>True places a stop where none as near covers the position, and leaves nearer stops and all targets as they are.</summary>
    public bool TightenOnly { get; init; }

    /// <summary>Counts tries of this plan from 1; part of the client order ids.</summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>New protective orders first, then the old ones go, so that the position is never without.</summary>
public sealed record ProtectionPlan(ImmutableArray<ApprovedOrder> Send, ImmutableArray<Order> Cancel);

/// <summary>Turns protective levels into conditional reduce-only orders over the whole live quantity.</summary>
public static class ProtectionPlanner
{
    public static ProtectionPlan Plan(ProtectionRequest request)
    {
        var resting = request.OpenOrders
            .Where(order => order.IsOpen && IsProtective(order)
                && order.Instrument == request.Instrument.Id && order.PositionSide == request.Position.Side)
            .OrderBy(order => order.OrderId, StringComparer.Ordinal)
            .ToImmutableArray();
        if (request is { TightenOnly: true, StopLoss: { } stop })
        {
            return Tighten(request, stop, resting);
        }

        var send = ImmutableArray.CreateBuilder<ApprovedOrder>(2);
        var keep = new HashSet<string>(StringComparer.Ordinal);
        Want(request, OrderType.StopMarket, request.StopLoss, resting, send, keep);
        Want(request, OrderType.TakeProfitMarket, request.TakeProfit, resting, send, keep);
        return new ProtectionPlan(send.ToImmutable(), resting.RemoveAll(order => keep.Contains(order.OrderId)));
    }

    private static ProtectionPlan Tighten(ProtectionRequest request, decimal level, ImmutableArray<Order> resting)
    {
        var quantity = request.Instrument.RoundQuantity(Math.Abs(request.Position.Quantity));
        if (quantity < request.Instrument.MinQuantity || quantity == 0)
        {
            return new ProtectionPlan([], []);
        }

        var order = Order(request, OrderType.StopMarket, level);
        var stops = resting.RemoveAll(old => !IsStop(old.Type) || old.Side != order.Side);
        var farther = stops.RemoveAll(old => order.Side == OrderSide.Sell ? old.TriggerPrice >= order.TriggerPrice : old.TriggerPrice <= order.TriggerPrice);
        var near = stops.RemoveAll(farther.Contains);
        var missing = near.Any(old => old.ClosePosition) ? 0 : quantity - near.Sum(old => old.RemainingQuantity);
        return missing <= 0 ? new ProtectionPlan([], []) : new ProtectionPlan(Sliced(request, order, missing), farther);
    }

    /// <summary>Why the levels cannot protect the position; null when they can. Field is "stop_loss" or "take_profit".</summary>
    public static (string Field, string Message)? Refusal(decimal quantity, decimal mark, decimal? stopLoss, decimal? takeProfit)
    {
        if (stopLoss is <= 0)
        {
            return ("stop_loss", "The stop-loss must be a positive price.");
        }

        if (takeProfit is <= 0)
        {
            return ("take_profit", "The take-profit must be a positive price.");
        }

        if (mark <= 0)
        {
            return null;
        }

        var isLong = quantity > 0;
        if (stopLoss is { } stop && (isLong ? stop >= mark : stop <= mark))
        {
            return ("stop_loss", $"The stop-loss of a {Name(isLong)} must lie {(isLong ? "below" : "above")} the mark price {mark}.");
        }

        return takeProfit is { } target && (isLong ? target <= mark : target >= mark)
            ? ("take_profit", $"The take-profit of a {Name(isLong)} must lie {(isLong ? "above" : "below")} the mark price {mark}.")
            : null;
    }

    public static bool IsProtective(Order order) => order.IsReducing && order.Type is not (OrderType.Limit or OrderType.Market);

    public static bool IsStop(OrderType type) => type is OrderType.Stop or OrderType.StopMarket or OrderType.TrailingStopMarket;

    private static string Name(bool isLong) => isLong ? "long" : "short";

    private static void Want(
        ProtectionRequest request, OrderType type, decimal? level, ImmutableArray<Order> resting,
        ImmutableArray<ApprovedOrder>.Builder send, HashSet<string> keep)
    {
        var quantity = request.Instrument.RoundQuantity(Math.Abs(request.Position.Quantity));
        if (level is not { } price || quantity < request.Instrument.MinQuantity || quantity == 0)
        {
            return;
        }

        var order = Order(request, type, price);
        var alike = resting.RemoveAll(old => old.Type != type || old.Side != order.Side || old.TriggerPrice != order.TriggerPrice);
        if (alike.FirstOrDefault(old => old.ClosePosition) is { } whole)
        {
            keep.Add(whole.OrderId);
            return;
        }

        foreach (var slice in Sliced(request, order, quantity))
        {
            if (alike.FirstOrDefault(old => old.RemainingQuantity == slice.Quantity && !keep.Contains(old.OrderId)) is { } same)
            {
                keep.Add(same.OrderId);
            }
            else
            {
                send.Add(slice);
            }
        }
    }

    /// <summary>What one market order may not take is cut into several; the first keeps the id of the whole.</summary>
    private static ImmutableArray<ApprovedOrder> Sliced(ProtectionRequest request, ApprovedOrder order, decimal quantity)
    {
        var largest = Math.Min(request.Instrument.MaxMarketQuantity, request.Instrument.MaxQuantity);
        var most = quantity <= largest ? quantity : request.Instrument.RoundQuantity(largest);
        var slices = ImmutableArray.CreateBuilder<ApprovedOrder>();
        for (var left = quantity; left > 0; left -= slices[^1].Quantity)
        {
            slices.Add(order with
            {
                Quantity = most > 0 ? Math.Min(left, most) : left,
                ClientOrderId = PlanIds.ClientOrderId(
                    request.PlanId, StepOf(request, order.Type) + (slices.Count == 0 ? "" : $"/{slices.Count + 1}")),
            });
        }

        return slices.ToImmutable();
    }

    private static string StepOf(ProtectionRequest request, OrderType type) =>
        $"{request.Account}/{request.Instrument.Id}/{request.Position.Side}/{type}/{request.Attempt}";

    /// <summary>The order over nothing yet.</summary>
    private static ApprovedOrder Order(ProtectionRequest request, OrderType type, decimal level)
    {
        var isLong = request.Position.Quantity > 0;

        // Rounded towards the mark: the order fires no later than asked.
        var firesBelow = isLong == (type == OrderType.StopMarket);
        var trigger = firesBelow ? request.Instrument.RoundPriceUp(level) : request.Instrument.RoundPriceDown(level);
        return new ApprovedOrder
        {
            Account = request.Account,
            Instrument = request.Instrument.Id,
            Side = isLong ? OrderSide.Sell : OrderSide.Buy,
            PositionSide = request.Position.Side,
            Type = type,
            Quantity = 0,
            TriggerPrice = trigger,
            TriggerBy = TriggerPriceType.MarkPrice,
            ReduceOnly = true,
            ClientOrderId = "",
        };
    }
}
