using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>How hard closing orders push (RISK 4.8).</summary>
public sealed record FlatteningSettings
{
    public static readonly FlatteningSettings Default = new();

    /// <summary>Distance of the limit from the touch, per attempt; afterwards market orders.</summary>
    public ImmutableArray<decimal> Slippage { get; init; } = [0.003m, 0.006m, 0.012m];

    /// <summary>True sends market orders from the first attempt.</summary>
    public bool StartWithMarket { get; init; }

    /// <summary>Farthest from the touch that an order may fill, as a fraction; limits at it take the place of market orders. Null knows no limit.</summary>
    public decimal? MaxSlippage { get; init; }
}

/// <summary>Best prices of a contract; a price of 0 is unknown.</summary>
public sealed record TouchPrices(decimal Bid, decimal Ask, decimal Mark);

/// <summary>The live state of one contract of one account, read back from the venue, and what is wanted of it.</summary>
public sealed record FlatteningRequest
{
    public required Guid PlanId { get; init; }

    public required AccountId Account { get; init; }

    public required Instrument Instrument { get; init; }

    public required PositionSide Side { get; init; }

    /// <summary>Largest allowed |quantity| in base units; 0 closes.</summary>
    public required decimal Target { get; init; }

    /// <summary>Live positions; other contracts and legs are ignored.</summary>
    public required ImmutableArray<Position> Positions { get; init; }

    /// <summary>Live ordinary and conditional orders; other contracts and legs are ignored.</summary>
    public required ImmutableArray<Order> OpenOrders { get; init; }

    public TouchPrices? Prices { get; init; }

    /// <summary>Counts orders of this plan and contract from 1; part of the client order id.</summary>
    public required int Attempt { get; init; }

    public FlatteningSettings Settings { get; init; } = FlatteningSettings.Default;
}

/// <summary>The next thing to do; then the live state is read again.</summary>
public abstract record FlatteningStep
{
    private FlatteningStep()
    {
    }

    /// <summary>Orders that could add exposure go first.</summary>
    public sealed record CancelOpening(ImmutableArray<Order> Orders) : FlatteningStep;

    /// <summary>Resting reduce-only orders count against the position, so the venue would refuse ours. Stops stay until flat.</summary>
    public sealed record CancelCompetingReducers(ImmutableArray<Order> Orders) : FlatteningStep;

    public sealed record Send(ApprovedOrder Order) : FlatteningStep;

    /// <summary>Flat: stops and targets that protect nothing any more.</summary>
    public sealed record CancelLeftovers(ImmutableArray<Order> Orders) : FlatteningStep;

    public sealed record Done : FlatteningStep;

    /// <summary>What is left is too small for an order.</summary>
    public sealed record Dust(decimal Remaining) : FlatteningStep;

    /// <summary>Slippage is limited and no price is known to measure it from.</summary>
    public sealed record AwaitPrice : FlatteningStep;
}

/// <summary>Plans the way to a target from the venue's live state: cancel, reduce, verify (RISK 4.5). Pure; every order is reduce-only.</summary>
public static class Flattening
{
    public static FlatteningStep Next(FlatteningRequest request)
    {
        var live = LiveQuantity(request);
        var orders = request.OpenOrders
            .Where(order => order.IsOpen && order.Instrument == request.Instrument.Id && order.PositionSide == request.Side)
            .OrderBy(order => order.OrderId, StringComparer.Ordinal)
            .ToImmutableArray();
        var opening = orders.RemoveAll(order => order.IsReducing);
        if (!opening.IsEmpty)
        {
            return new FlatteningStep.CancelOpening(opening);
        }

        var excess = Math.Abs(live) - request.Target;
        return live == 0 ? Leftovers(orders) : excess <= 0 ? new FlatteningStep.Done() : Shrink(request, live, excess, orders);
    }

    private static FlatteningStep Leftovers(ImmutableArray<Order> orders) =>
        orders.IsEmpty ? new FlatteningStep.Done() : new FlatteningStep.CancelLeftovers(orders);

    private static FlatteningStep Shrink(FlatteningRequest request, decimal live, decimal excess, ImmutableArray<Order> orders)
    {
        var size = Math.Abs(live);
        var quantity = Math.Min(request.Instrument.RoundQuantityUp(excess), request.Instrument.RoundQuantity(size));
        if (quantity < request.Instrument.MinQuantity || quantity == 0)
        {
            return new FlatteningStep.Dust(size);
        }

        var competing = orders.RemoveAll(order => order.IsConditional);
        if (!competing.IsEmpty && competing.Sum(order => order.RemainingQuantity) + quantity > size)
        {
            return new FlatteningStep.CancelCompetingReducers(competing);
        }

        return request.Settings.MaxSlippage is not null && From(request, SideOf(live)) <= 0
            ? new FlatteningStep.AwaitPrice()
            : new FlatteningStep.Send(Order(request, live, quantity));
    }

    private static decimal LiveQuantity(FlatteningRequest request)
    {
        foreach (var position in request.Positions)
        {
            if (position.Instrument == request.Instrument.Id && position.Side == request.Side)
            {
                return position.Quantity;
            }
        }

        return 0;
    }

    private static ApprovedOrder Order(FlatteningRequest request, decimal live, decimal quantity)
    {
        var instrument = request.Instrument;
        var side = SideOf(live);
        var limit = LimitPrice(request, side);
        var largest = limit is null ? Math.Min(instrument.MaxMarketQuantity, instrument.MaxQuantity) : instrument.MaxQuantity;
        return new ApprovedOrder
        {
            Account = request.Account,
            Instrument = instrument.Id,
            Side = side,
            PositionSide = request.Side,
            Type = limit is null ? OrderType.Market : OrderType.Limit,
            TimeInForce = limit is null ? TimeInForce.GoodTillCancel : TimeInForce.ImmediateOrCancel,
            Quantity = quantity <= largest ? quantity : instrument.RoundQuantity(largest),
            Price = limit,
            ReduceOnly = true,
            ClientOrderId = PlanIds.ClientOrderId(
                request.PlanId, $"{request.Account}/{instrument.Id}/{request.Side}/{request.Attempt}"),
        };
    }

    private static OrderSide SideOf(decimal live) => live > 0 ? OrderSide.Sell : OrderSide.Buy;

    /// <summary>The price of an immediate-or-cancel limit; null for a market order.</summary>
    private static decimal? LimitPrice(FlatteningRequest request, OrderSide side)
    {
        var from = From(request, side);
        if (Slippage(request.Settings, request.Attempt) is not { } slippage || from <= 0)
        {
            return null;
        }

        var mark = request.Prices?.Mark ?? 0;
        return side == OrderSide.Sell
            ? SellLimit(request.Instrument, from * (1 - slippage), mark)
            : BuyLimit(request.Instrument, from * (1 + slippage), mark);
    }

    /// <summary>What slippage is measured from: the touch, else the mark; 0 is unknown.</summary>
    private static decimal From(FlatteningRequest request, OrderSide side)
    {
        var touch = side == OrderSide.Sell ? request.Prices?.Bid : request.Prices?.Ask;
        return touch > 0 ? touch.Value : request.Prices?.Mark ?? 0;
    }

    /// <summary>How far from the touch an attempt may fill; null wherever there is somebody.</summary>
    private static decimal? Slippage(FlatteningSettings settings, int attempt)
    {
        var isOnLadder = !settings.StartWithMarket && attempt <= settings.Slippage.Length;
        decimal? step = isOnLadder ? settings.Slippage[Math.Max(attempt, 1) - 1] : null;
        return step is { } near && settings.MaxSlippage is { } most ? Math.Min(near, most) : step ?? settings.MaxSlippage;
    }

    /// <summary>The venue refuses limits too far below the mark.</summary>
    private static decimal SellLimit(Instrument instrument, decimal price, decimal mark) =>
        Math.Max(instrument.RoundPriceDown(price), instrument.RoundPriceUp(Math.Max(mark * instrument.PriceMultiplierDown, instrument.TickSize)));

    /// <summary>The venue refuses limits too far above the mark.</summary>
    private static decimal BuyLimit(Instrument instrument, decimal price, decimal mark)
    {
        var limit = instrument.RoundPriceUp(price);
        return mark > 0 ? Math.Min(limit, instrument.RoundPriceDown(mark * instrument.PriceMultiplierUp)) : limit;
    }
}
