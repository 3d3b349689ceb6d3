using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// Orders of one account. MARKET and LIMIT live in the ordinary book, all others in the conditional one, with endpoints, ids and lists of its own.
/// Everything but opening orders and settings may use the protective reserve of the budgets.
/// </summary>
internal sealed class BinanceOrderGateway(BinanceRest rest) : IOrderGateway
{
    private const int LongestClientId = 36;

    public async Task<ExchangeOutcome<Order>> SendAsync(ApprovedOrder order, CancellationToken cancellationToken)
    {
        if (order.ClientOrderId.Length > LongestClientId)
        {
            throw new ArgumentException($"A client id has at most {LongestClientId} characters: {order.ClientOrderId}", nameof(order));
        }

        return order.IsConditional
            ? (await rest.CallAsync(Conditional(order), BinanceJson.Default.AlgoOrderMessage, cancellationToken)).Select(BinanceMapping.ToOrder)
            : (await rest.CallAsync(Ordinary(order), BinanceJson.Default.OrderMessage, cancellationToken)).Select(BinanceMapping.ToOrder);
    }

    public async Task<ExchangeOutcome<Order>> CancelAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.IsConditional)
        {
            var call = Protective(BinanceCall.Delete("/fapi/v1/algoOrder", weight: 1));
            call.Parameters.Add("symbol", order.Instrument.Symbol).Add("algoId", order.OrderId);
            var done = await rest.CallAsync(call, BinanceJson.Default.DoneMessage, cancellationToken);
            return done.Select(_ => order with { Status = OrderStatus.Canceled });
        }

        var cancel = Protective(BinanceCall.Delete("/fapi/v1/order", weight: 1));
        cancel.Parameters.Add("symbol", order.Instrument.Symbol).Add("orderId", order.OrderId);
        return (await rest.CallAsync(cancel, BinanceJson.Default.OrderMessage, cancellationToken)).Select(BinanceMapping.ToOrder);
    }

    public async Task<ExchangeOutcome<int?>> CancelAllAsync(InstrumentId instrument, bool conditional, CancellationToken cancellationToken)
    {
        var call = Protective(BinanceCall.Delete(conditional ? "/fapi/v1/algoOpenOrders" : "/fapi/v1/allOpenOrders", weight: 1));
        call.Parameters.Add("symbol", instrument.Symbol);
        return (await rest.CallAsync(call, BinanceJson.Default.DoneMessage, cancellationToken)).Select(_ => (int?)null);
    }

    public async Task<ExchangeOutcome<Order?>> FindAsync(
        InstrumentId instrument, string clientOrderId, bool conditional, CancellationToken cancellationToken)
    {
        var call = Protective(BinanceCall.Get(conditional ? "/fapi/v1/algoOrder" : "/fapi/v1/order", weight: 1));
        call.Parameters.Add("symbol", instrument.Symbol).Add(conditional ? "clientAlgoId" : "origClientOrderId", clientOrderId);
        var found = conditional
            ? (await rest.CallAsync(call, BinanceJson.Default.AlgoOrderMessage, cancellationToken)).Select(Order? (message) => message.ToOrder())
            : (await rest.CallAsync(call, BinanceJson.Default.OrderMessage, cancellationToken)).Select(Order? (message) => message.ToOrder());
        return found is ExchangeOutcome<Order?>.Rejected { Rejection.Code: BinanceFailures.NoSuchOrder }
            ? new ExchangeOutcome<Order?>.Accepted(null)
            : found;
    }

    public async Task<ExchangeOutcome<ImmutableArray<Position>>> ReadPositionsAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        var call = Protective(BinanceCall.Get("/fapi/v3/positionRisk", weight: 5));
        call.Parameters.Add("symbol", instrument.Symbol);
        var rows = await rest.CallAsync(call, BinanceJson.Default.PositionMessageArray, cancellationToken);
        return rows.Select(positions => positions.Where(row => row.PositionAmt != 0).Select(row => row.ToPosition(config: null)).ToImmutableArray());
    }

    public async Task<ExchangeOutcome<ImmutableArray<Order>>> ReadOpenOrdersAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        var ordinary = Protective(BinanceCall.Get("/fapi/v1/openOrders", weight: 1));
        ordinary.Parameters.Add("symbol", instrument.Symbol);
        var conditional = Protective(BinanceCall.Get("/fapi/v1/openAlgoOrders", weight: 1));
        conditional.Parameters.Add("symbol", instrument.Symbol);
        var reading = rest.CallAsync(ordinary, BinanceJson.Default.OrderMessageArray, cancellationToken);
        var conditionals = await rest.CallAsync(conditional, BinanceJson.Default.AlgoOrderMessageArray, cancellationToken);
        return OpenOrders(await reading, conditionals);
    }

    public async Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken)
    {
        var call = BinanceCall.Post("/fapi/v1/leverage", weight: 1);
        call.Parameters.Add("symbol", instrument.Symbol).Add("leverage", (long?)leverage);
        return (await rest.CallAsync(call, BinanceJson.Default.LeverageMessage, cancellationToken)).Select(message => message.Leverage);
    }

    public async Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken)
    {
        var call = BinanceCall.Post("/fapi/v1/marginType", weight: 1);
        call.Parameters.Add("symbol", instrument.Symbol).Add("marginType", Word(mode));
        var done = (await rest.CallAsync(call, BinanceJson.Default.DoneMessage, cancellationToken)).Select(_ => mode);
        return done is ExchangeOutcome<MarginMode>.Rejected { Rejection.Code: BinanceFailures.NoMarginTypeChange }
            ? new ExchangeOutcome<MarginMode>.Accepted(mode)
            : done;
    }

    /// <summary>Both books together; one that could not be read makes the whole unknown, for half a list would read as "unprotected".</summary>
    public static ExchangeOutcome<ImmutableArray<Order>> OpenOrders(
        ExchangeOutcome<OrderMessage[]> ordinary, ExchangeOutcome<AlgoOrderMessage[]> conditional) =>
        from orders in ordinary
        from algos in conditional
        select orders.Select(BinanceMapping.ToOrder).Concat(algos.Select(BinanceMapping.ToOrder)).ToImmutableArray();

    private static BinanceCall Ordinary(ApprovedOrder order)
    {
        var call = BinanceCall.Post("/fapi/v1/order", weight: 0) with { IsOrder = true, IsProtective = IsReducing(order) };
        AddCommon(call, order);
        call.Parameters
            .Add("quantity", order.Quantity)
            .Add("reduceOnly", ReduceOnlyWord(order))
            .Add("newClientOrderId", order.ClientOrderId)
            .Add("newOrderRespType", "RESULT");
        return call;
    }

    private static BinanceCall Conditional(ApprovedOrder order)
    {
        var call = BinanceCall.Post("/fapi/v1/algoOrder", weight: 0) with { IsOrder = true, IsProtective = IsReducing(order) };
        call.Parameters.Add("algoType", "CONDITIONAL");
        AddCommon(call, order);
        call.Parameters
            .Add("quantity", order.ClosePosition ? null : order.Quantity)
            .Add("triggerPrice", order.TriggerPrice)
            .Add("workingType", Word(order.TriggerBy))
            .Add("closePosition", order.ClosePosition ? "true" : null)
            .Add("reduceOnly", order.ClosePosition ? null : ReduceOnlyWord(order))
            .Add("clientAlgoId", order.ClientOrderId);
        return call;
    }

    private static void AddCommon(BinanceCall call, ApprovedOrder order) => call.Parameters
        .Add("symbol", order.Instrument.Symbol)
        .Add("side", Word(order.Side))
        .Add("positionSide", Word(order.PositionSide))
        .Add("type", Word(order.Type))
        .Add("timeInForce", order.Price is null ? null : Word(order.TimeInForce))
        .Add("price", order.Price);

    /// <summary>Hedge mode refuses the flag: there the position side says it.</summary>
    private static string? ReduceOnlyWord(ApprovedOrder order) =>
        order.ReduceOnly && order.PositionSide == PositionSide.Both ? "true" : null;

    private static bool IsReducing(ApprovedOrder order) => order.ReduceOnly || order.ClosePosition
        || (order.PositionSide, order.Side) is (PositionSide.Long, OrderSide.Sell) or (PositionSide.Short, OrderSide.Buy);

    private static BinanceCall Protective(BinanceCall call) => call with { IsProtective = true };
}
