using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>What sending, cancelling and reading orders have in common.</summary>
internal sealed class HyperliquidOrderDesk(HyperliquidRest rest)
{
    /// <summary>The order in the venue's terms, with a price through the book where it has none of its own.</summary>
    public async Task<ExchangeOutcome<WireOrder>> PrepareAsync(ApprovedOrder order, CancellationToken cancellationToken)
    {
        if (WireOrders.Fault(order) is { } fault)
        {
            return Refused<WireOrder>(fault, RejectionClass.Fatal);
        }

        return await (await ContractList.FindAsync(rest, order.Instrument, cancellationToken)).ThenAsync(async contract =>
        {
            var reference = order is { Price: null, TriggerPrice: null }
                ? await ReferenceAsync(order, cancellationToken)
                : new ExchangeOutcome<decimal>.Accepted(0);
            var prepared = reference.Select(price => WireOrders.From(order, contract, price));
            return order.ClosePosition ? await SizedAsync(prepared, order.Instrument, cancellationToken) : prepared;
        });
    }

    /// <summary>What the answer makes of an order that was sent.</summary>
    public static ExchangeOutcome<Order> ToOrder(ApprovedOrder sent, WireOrder wire, ActionStatus status, DateTimeOffset at)
    {
        var order = new Order
        {
            OrderId = "",
            ClientOrderId = sent.ClientOrderId,
            Instrument = sent.Instrument,
            Side = sent.Side,
            Type = sent.Type,
            TimeInForce = sent.TimeInForce,
            Status = OrderStatus.New,
            Price = sent.Price ?? 0,
            TriggerPrice = sent.TriggerPrice ?? 0,
            TriggerBy = TriggerPriceType.MarkPrice,
            Quantity = wire.Size,
            ReduceOnly = wire.ReduceOnly,
            ClosePosition = sent.ClosePosition,
            IsConditional = sent.IsConditional,
            UpdatedAt = at,
        };
        return Apply(order, status);
    }

    public static ExchangeOutcome<Order> Apply(Order order, ActionStatus status) => status switch
    {
        ActionStatus.Resting resting => new ExchangeOutcome<Order>.Accepted(order with { OrderId = resting.Oid.ToString() }),
        ActionStatus.Filled filled => new ExchangeOutcome<Order>.Accepted(order with
        {
            OrderId = filled.Oid.ToString(),
            FilledQuantity = filled.Quantity,
            AveragePrice = filled.AveragePrice,
            Status = StatusOf(order, filled.Quantity),
        }),
        ActionStatus.Done => new ExchangeOutcome<Order>.Accepted(order),
        ActionStatus.Failed failed => new ExchangeOutcome<Order>.Rejected(HyperliquidFailures.OfText(failed.Text)),
        _ => throw new UnreachableException(),
    };

    public async Task<ExchangeOutcome<int?>> CancelAllAsync(InstrumentId instrument, bool conditional, CancellationToken cancellationToken)
    {
        var found = await ContractList.FindAsync(rest, instrument, cancellationToken);
        var read = await ReadOpenOrdersAsync(cancellationToken);
        var wanted =
            from contract in found
            from open in read
            select open.Where(order => order.Instrument == instrument && order.IsConditional == conditional)
                .Select(order => (contract.Asset, Oid: long.Parse(order.OrderId))).ToList();
        return await wanted.ThenAsync(async orders => orders.Count == 0
            ? new ExchangeOutcome<int?>.Accepted(0)
            : (await rest.ActAsync(HyperliquidAction.Cancel(orders), cancellationToken)).Then(CountCancelled));
    }

    public async Task<ExchangeOutcome<Order?>> FindAsync(string clientOrderId, CancellationToken cancellationToken)
    {
        var request = new InfoRequest("orderStatus") { User = rest.Identity.User, Oid = Cloid.Of(clientOrderId), Urgency = CallUrgency.Protective };
        return (await rest.ReadAsync(request, HyperliquidJson.Default.OrderStatusMessage, cancellationToken)).Select(HyperliquidMapping.ToOrder);
    }

    public async Task<ExchangeOutcome<ImmutableArray<Order>>> ReadOpenOrdersAsync(CancellationToken cancellationToken)
    {
        var request = new InfoRequest("frontendOpenOrders") { User = rest.Identity.User, Urgency = CallUrgency.Protective };
        return (await rest.ReadAsync(request, HyperliquidJson.Default.OrderMessageArray, cancellationToken)).Select(OpenOrders);
    }

    public async Task<ExchangeOutcome<ImmutableArray<Position>>> ReadPositionsAsync(CancellationToken cancellationToken)
    {
        var request = new InfoRequest("clearinghouseState") { User = rest.Identity.User, Urgency = CallUrgency.Protective };
        var contracts = await ContractList.KnownAsync(rest, cancellationToken);
        var state = await rest.ReadAsync(request, HyperliquidJson.Default.ClearinghouseMessage, cancellationToken);
        return
            from list in contracts
            from told in state
            select told.ToPositions(list, rest.Network.TimeOf(told));
    }

    public static ImmutableArray<Order> OpenOrders(OrderMessage[] rows) =>
        [.. rows.Where(row => HyperliquidWords.IsPerpetual(row.Coin)).Select(HyperliquidMapping.ToOpenOrder)];

    /// <summary>An order that ended by itself meanwhile is no failure.</summary>
    private static ExchangeOutcome<int?> CountCancelled(ActionAnswer answer)
    {
        var failed = answer.Statuses.OfType<ActionStatus.Failed>().FirstOrDefault(status => !HyperliquidFailures.IsUnknownOrder(status.Text));
        return failed is null
            ? new ExchangeOutcome<int?>.Accepted(answer.Statuses.Count(status => status is ActionStatus.Done))
            : new ExchangeOutcome<int?>.Rejected(HyperliquidFailures.OfText(failed.Text));
    }

    /// <summary>What an order leaves unfilled on arrival rests, unless it must not.</summary>
    private static OrderStatus StatusOf(Order order, decimal filled) =>
        filled >= order.Quantity ? OrderStatus.Filled
        : order.Type == OrderType.Market || order.TimeInForce == TimeInForce.ImmediateOrCancel ? OrderStatus.Expired
        : OrderStatus.PartiallyFilled;

    /// <summary>The best price on the other side: from the stream when it is fresh, else asked for.</summary>
    private async Task<ExchangeOutcome<decimal>> ReferenceAsync(ApprovedOrder order, CancellationToken cancellationToken)
    {
        if (rest.Network.Prices.Find(order.Instrument.Symbol, order.Side) is { } streamed)
        {
            return new ExchangeOutcome<decimal>.Accepted(streamed);
        }

        var request = new InfoRequest("l2Book") { Coin = order.Instrument.Symbol, Urgency = CallUrgency.Protective };
        var read = await rest.ReadAsync(request, HyperliquidJson.Default.BookMessage, cancellationToken);
        return read.Then(book => book.Levels.ElementAtOrDefault(order.Side == OrderSide.Buy ? 1 : 0) is [var best, ..]
            ? new ExchangeOutcome<decimal>.Accepted(best.Px)
            : Refused<decimal>($"The book of {order.Instrument} has no other side.", RejectionClass.Retry));
    }

    /// <summary>An order for a whole position is sent with the size that it has now; the venue lets it follow from then on.</summary>
    private async Task<ExchangeOutcome<WireOrder>> SizedAsync(
        ExchangeOutcome<WireOrder> prepared, InstrumentId instrument, CancellationToken cancellationToken)
    {
        var positions = await ReadPositionsAsync(cancellationToken);
        return
            from order in prepared
            from held in positions
            select order with { Size = held.Where(position => position.Instrument == instrument).Sum(position => Math.Abs(position.Quantity)) };
    }

    private static ExchangeOutcome<T> Refused<T>(string message, RejectionClass kind) =>
        new ExchangeOutcome<T>.Rejected(new(0, message, kind));
}
