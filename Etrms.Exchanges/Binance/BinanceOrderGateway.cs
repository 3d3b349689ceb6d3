using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// Orders of one account. MARKET and LIMIT live in the ordinary book, all others in the conditional one, with endpoints, ids and lists of its own.
/// Everything but opening orders and settings may use the protective reserve of the budgets.
/// </summary>
internal sealed class BinanceOrderGateway(BinanceRest rest) : IOrderGateway
{
    private const int LongestClientId = 36;

    private readonly BinanceAccountSettings _settings = new(rest);

    public async Task<ExchangeOutcome<Order>> SendAsync(ApprovedOrder order, CancellationToken cancellationToken)
    {
        if (order.ClientOrderId.Length > LongestClientId)
        {
            throw new ArgumentException($"A client id has at most {LongestClientId} characters: {order.ClientOrderId}", nameof(order));
        }

        return order.IsConditional
            ? (await rest.CallAsync(BinanceOrderCalls.Conditional(order), BinanceJson.Default.AlgoOrderMessage, cancellationToken)).Select(BinanceMapping.ToOrder)
            : (await rest.CallAsync(BinanceOrderCalls.Ordinary(order), BinanceJson.Default.OrderMessage, cancellationToken)).Select(BinanceMapping.ToOrder);
    }

    public Task<ExchangeOutcome<ProtectedEntry>> OpenProtectedAsync(
        ApprovedOrder entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken) =>
        new ProtectedOpening(this, rest.Network.Time).RunAsync(entry, protection, cancellationToken);

    public async Task<ExchangeOutcome<Order>> ModifyAsync(Order order, decimal quantity, decimal price, CancellationToken cancellationToken)
    {
        if (order.IsConditional)
        {
            throw new ArgumentException("Binance changes only limit orders; a conditional one is sent anew.", nameof(order));
        }

        var call = BinanceOrderCalls.Modify(order, quantity, price);
        return (await rest.CallAsync(call, BinanceJson.Default.OrderMessage, cancellationToken)).Select(BinanceMapping.ToOrder);
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

    /// <summary>Ordinary orders of the contract only: nothing says that the venue's switch covers conditional ones.</summary>
    public async Task<ExchangeOutcome<TimeSpan?>> ArmDeadManAsync(InstrumentId instrument, TimeSpan? after, CancellationToken cancellationToken)
    {
        var call = Protective(BinanceCall.Post("/fapi/v1/countdownCancelAll", weight: 10));
        call.Parameters.Add("symbol", instrument.Symbol).Add("countdownTime", (long?)(after?.TotalMilliseconds ?? 0));
        var armed = await rest.CallAsync(call, BinanceJson.Default.CountdownMessage, cancellationToken);
        return armed.Select(message => message.CountdownTime > 0 ? TimeSpan.FromMilliseconds(message.CountdownTime) : (TimeSpan?)null);
    }

    public Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken) =>
        _settings.SetLeverageAsync(instrument, leverage, cancellationToken);

    public Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken) =>
        _settings.SetMarginModeAsync(instrument, mode, cancellationToken);

    public Task<ExchangeOutcome<bool>> SetHedgeModeAsync(bool isHedgeMode, CancellationToken cancellationToken) =>
        _settings.SetHedgeModeAsync(isHedgeMode, cancellationToken);

    public Task<ExchangeOutcome<decimal>> AdjustIsolatedMarginAsync(
        InstrumentId instrument, PositionSide side, decimal amount, CancellationToken cancellationToken) =>
        _settings.AdjustIsolatedMarginAsync(instrument, side, amount, cancellationToken);

    /// <summary>Both books together; one that could not be read makes the whole unknown, for half a list would read as "unprotected".</summary>
    public static ExchangeOutcome<ImmutableArray<Order>> OpenOrders(
        ExchangeOutcome<OrderMessage[]> ordinary, ExchangeOutcome<AlgoOrderMessage[]> conditional) =>
        from orders in ordinary
        from algos in conditional
        select orders.Select(BinanceMapping.ToOrder).Concat(algos.Select(BinanceMapping.ToOrder)).ToImmutableArray();

    private static BinanceCall Protective(BinanceCall call) => call with { Urgency = CallUrgency.Protective };
}
