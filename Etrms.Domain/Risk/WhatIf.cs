using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>The state before and after an order that was only thought of.</summary>
/// <param name="Breaches">Armed breakers that would act then and do not now, by name.</param>
public sealed record OrderPreview(RiskSnapshot Before, RiskSnapshot After, ImmutableArray<string> Breaches)
{
    public required AccountId Account { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required PositionSide Side { get; init; }

    /// <summary>The state after a move of the contract's price as well; null when none was asked for.</summary>
    public RiskSnapshot? AfterMove { get; init; }

    /// <summary>The position as it would be; null when it would be flat.</summary>
    public PositionMetrics? Position => After.Positions.FirstOrDefault(position =>
        position.Account == Account && position.Instrument == Instrument && position.Side == Side);
}

/// <summary>An order as the facts that would follow from it.</summary>
internal static class WhatIf
{
    private const string Id = "what-if";

    /// <summary>Placed, filled at once, the position changed.</summary>
    public static ImmutableArray<RiskEvent> EventsOf(OrderRequest request, decimal mark, Position? held, EventTimes times)
    {
        if (request.Quantity == 0)
        {
            return [];
        }

        var price = request.Price is not { } limit ? mark : request.Side == OrderSide.Buy ? Math.Max(limit, mark) : Math.Min(limit, mark);
        var signed = request.Side == OrderSide.Buy ? request.Quantity : -request.Quantity;
        var order = new Order
        {
            OrderId = Id,
            ClientOrderId = request.ClientOrderId,
            Instrument = request.Instrument,
            Side = request.Side,
            PositionSide = request.PositionSide,
            Type = request.Type,
            Status = OrderStatus.Filled,
            Quantity = request.Quantity,
            FilledQuantity = request.Quantity,
            UpdatedAt = times.MarketAt,
        };
        var fill = new Fill(
            Id, Id, request.ClientOrderId, request.Instrument, request.Side, request.PositionSide, price, request.Quantity, 0, "", 0, false, times.MarketAt);
        var before = held ?? new Position { Instrument = request.Instrument, Side = request.PositionSide, Quantity = 0, EntryPrice = 0 };
        var quantity = before.Quantity + signed;
        var after = before with { Quantity = quantity, EntryPrice = Entry(before, signed, price), UpdatedAt = default };
        return
        [
            new RiskEvent.OrderChanged(request.Account, order) { Times = times },
            new RiskEvent.Filled(request.Account, fill) { Times = times },
            new RiskEvent.PositionChanged(request.Account, after) { Times = times },
        ];
    }

    /// <summary>The contract's price moved by a fraction.</summary>
    public static RiskEvent MoveOf(InstrumentId instrument, decimal mark, decimal move, EventTimes times) =>
        new RiskEvent.MarkPriced(instrument, mark * (1 + move), mark * (1 + move)) { Times = times };

    /// <summary>The highest stage, counted from 1, that is reached and does more than tell; 0 for none, also for a breaker that does not act.</summary>
    public static int ActingStage(BreakerWatch watch)
    {
        if (watch.Breaker.Mode != BreakerMode.Armed)
        {
            return 0;
        }

        for (var stage = watch.Breaker.Stages.Length; stage > 0; stage--)
        {
            var acts = watch.Breaker.Stages[stage - 1].Actions.Any(action => action.Kind != BreakerActionKind.Notify);
            if (acts && watch.Cells.Exists(cell =>
                watch.Meter.ReasonOf(cell.Position) is null && watch.Meter.Reaches(cell.Position, watch.LevelOf(cell, stage - 1))))
            {
                return stage;
            }
        }

        return 0;
    }

    /// <summary>The average of what is held and what comes; what turns a position round starts at its own price.</summary>
    private static decimal Entry(Position before, decimal signed, decimal price)
    {
        var after = before.Quantity + signed;
        if (before.Quantity == 0 || after == 0 || Math.Sign(after) != Math.Sign(before.Quantity))
        {
            return price;
        }

        return Math.Sign(signed) == Math.Sign(before.Quantity)
            ? ((before.Quantity * before.EntryPrice) + (signed * price)) / after
            : before.EntryPrice;
    }
}
