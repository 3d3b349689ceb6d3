using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>When a trigger order comes to life and as what.</summary>
internal readonly record struct TriggerTerms(bool IsMarket, decimal Price, bool IsTakeProfit);

/// <summary>An order as it came over the wire.</summary>
internal sealed record OrderForm
{
    public required long Asset { get; init; }

    public required ListedCoin? Coin { get; init; }

    public required OrderSide Side { get; init; }

    public required decimal Price { get; init; }

    public required decimal Size { get; init; }

    public required bool ReduceOnly { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Null for an ordinary limit order.</summary>
    public required TriggerTerms? Trigger { get; init; }

    public required string? Cloid { get; init; }

    public static OrderForm Read(JsonElement order, CoinListing coins)
    {
        var asset = order.Whole("a");
        var kind = order.Field("t");
        var trigger = ReadTrigger(kind);
        return new OrderForm
        {
            Asset = asset,
            Coin = coins.TryFind(asset, out var coin) ? coin : null,
            Side = order.Truth("b") ? OrderSide.Buy : OrderSide.Sell,
            Price = order.Decimal("p"),
            Size = order.Decimal("s"),
            ReduceOnly = order.Truth("r"),
            TimeInForce = trigger is null ? ReadTif(kind.Field("limit")) : TimeInForce.GoodTillCancel,
            Trigger = trigger,
            Cloid = order.FindField("c") is null ? null : order.Cloid("c"),
        };
    }

    public OrderRequest ToRequest() => new()
    {
        Instrument = Coin!.Id,
        Side = Side,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce,
        Quantity = Size,
        Price = Price,
        ReduceOnly = ReduceOnly,
        ClientOrderId = Cloid,
    };

    /// <param name="parent">Order that brings it to life; null without one.</param>
    /// <param name="followsPosition">It closes what the position then is.</param>
    public ConditionalOrderRequest ToConditional(long? parent, bool followsPosition) => new()
    {
        Instrument = Coin!.Id,
        Side = Side,
        Type = Trigger!.Value switch
        {
            { IsTakeProfit: true, IsMarket: true } => OrderType.TakeProfitMarket,
            { IsTakeProfit: true } => OrderType.TakeProfit,
            { IsMarket: true } => OrderType.StopMarket,
            _ => OrderType.Stop,
        },
        Quantity = followsPosition ? null : Size,
        Price = Price,
        TriggerPrice = Trigger.Value.Price,
        TriggerBy = TriggerPriceType.MarkPrice,
        ReduceOnly = ReduceOnly && !followsPosition,
        ClosePosition = followsPosition,
        ClientOrderId = Cloid,
        ParentOrderId = parent,
    };

    private static TriggerTerms? ReadTrigger(JsonElement kind)
    {
        if (kind.FindField("trigger") is not { } trigger)
        {
            return null;
        }

        var isTakeProfit = trigger.Text("tpsl") switch
        {
            "tp" => true,
            "sl" => false,
            _ => throw MalformedException.Body,
        };
        return new TriggerTerms(trigger.Truth("isMarket"), trigger.Decimal("triggerPx"), isTakeProfit);
    }

    private static TimeInForce ReadTif(JsonElement limit) => limit.Text("tif") switch
    {
        "Gtc" => TimeInForce.GoodTillCancel,
        "Alo" => TimeInForce.GoodTillCrossing,
        "Ioc" or "FrontendMarket" => TimeInForce.ImmediateOrCancel,
        _ => throw MalformedException.Body,
    };
}
