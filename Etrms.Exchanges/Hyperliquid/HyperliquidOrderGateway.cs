using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// Orders of one account. Ordinary and conditional ones share ids and lists here. Everything but opening orders and settings may use the
/// protective reserve of the budgets.
/// </summary>
internal sealed class HyperliquidOrderGateway(HyperliquidRest rest) : IOrderGateway
{
    private readonly HyperliquidOrderDesk _desk = new(rest);
    private readonly HyperliquidSettings _settings = new(rest);

    public async Task<ExchangeOutcome<Order>> SendAsync(ApprovedOrder order, CancellationToken cancellationToken) =>
        await (await _desk.PrepareAsync(order, cancellationToken)).ThenAsync(async wire =>
        {
            var at = rest.Network.TimesNow().MarketAt;
            var grouping = order.ClosePosition ? HyperliquidAction.WholePosition : HyperliquidAction.Alone;
            var answer = await rest.ActAsync(HyperliquidAction.Order([wire], grouping), cancellationToken);
            return answer.Then(done => HyperliquidOrderDesk.ToOrder(order, wire, done.Statuses[0], at));
        });

    public Task<ExchangeOutcome<ProtectedEntry>> OpenProtectedAsync(
        ApprovedOrder entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken) =>
        new HyperliquidProtectedEntry(rest, _desk).OpenAsync(entry, protection, cancellationToken);

    public async Task<ExchangeOutcome<Order>> ModifyAsync(Order order, decimal quantity, decimal price, CancellationToken cancellationToken)
    {
        if (order.IsConditional)
        {
            return Refused<Order>("Only orders that rest in the book are changed; a conditional one is replaced.");
        }

        return await (await ContractList.FindAsync(rest, order.Instrument, cancellationToken)).ThenAsync(async contract =>
        {
            var wire = new WireOrder(
                contract.Asset, order.Side == OrderSide.Buy, price, contract.Instrument.RoundQuantity(quantity), order.ReduceOnly,
                new WireOrderKind.Limit(WireOrders.Tif(order.TimeInForce)), order.ClientOrderId.Length == 0 ? null : Cloid.Of(order.ClientOrderId));
            var changed = order with { Price = price, Quantity = wire.Size, UpdatedAt = rest.Network.TimesNow().MarketAt };
            var answer = await rest.ActAsync(HyperliquidAction.Modify(long.Parse(order.OrderId), wire), cancellationToken);
            return answer.Then(done => HyperliquidOrderDesk.Apply(changed, done.Statuses is [var status, ..] ? status : new ActionStatus.Done()));
        });
    }

    /// <summary>An order that waits for its entry has been told no number and is cancelled by its client id.</summary>
    public async Task<ExchangeOutcome<Order>> CancelAsync(Order order, CancellationToken cancellationToken) =>
        await (await ContractList.FindAsync(rest, order.Instrument, cancellationToken)).ThenAsync(async contract =>
        {
            var action = long.TryParse(order.OrderId, out var oid)
                ? HyperliquidAction.Cancel([(contract.Asset, oid)])
                : HyperliquidAction.CancelByCloid(contract.Asset, Cloid.Of(order.ClientOrderId));
            var answer = await rest.ActAsync(action, cancellationToken);
            return answer.Then(done => HyperliquidOrderDesk.Apply(order with { Status = OrderStatus.Canceled }, done.Statuses[0]));
        });

    public Task<ExchangeOutcome<int?>> CancelAllAsync(InstrumentId instrument, bool conditional, CancellationToken cancellationToken) =>
        _desk.CancelAllAsync(instrument, conditional, cancellationToken);

    /// <summary>Ordinary and conditional orders share one list of ids.</summary>
    public Task<ExchangeOutcome<Order?>> FindAsync(
        InstrumentId instrument, string clientOrderId, bool conditional, CancellationToken cancellationToken) =>
        _desk.FindAsync(clientOrderId, cancellationToken);

    public async Task<ExchangeOutcome<ImmutableArray<Position>>> ReadPositionsAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        (await _desk.ReadPositionsAsync(cancellationToken)).Select(all => all.RemoveAll(position => position.Instrument != instrument));

    public async Task<ExchangeOutcome<ImmutableArray<Order>>> ReadOpenOrdersAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        (await _desk.ReadOpenOrdersAsync(cancellationToken)).Select(all => all.RemoveAll(order => order.Instrument != instrument));

    public Task<ExchangeOutcome<TimeSpan?>> ArmDeadManAsync(InstrumentId instrument, TimeSpan? after, CancellationToken cancellationToken) =>
        _settings.ArmDeadManAsync(after, cancellationToken);

    public Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken) =>
        _settings.SetLeverageAsync(instrument, leverage, cancellationToken);

    public Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken) =>
        _settings.SetMarginModeAsync(instrument, mode, cancellationToken);

    public Task<ExchangeOutcome<bool>> SetHedgeModeAsync(bool isHedgeMode, CancellationToken cancellationToken) => Task.FromResult(isHedgeMode
        ? Refused<bool>("Hyperliquid knows one net position per contract.")
        : new ExchangeOutcome<bool>.Accepted(false));

    public Task<ExchangeOutcome<decimal>> AdjustIsolatedMarginAsync(
        InstrumentId instrument, PositionSide side, decimal amount, CancellationToken cancellationToken) =>
        _settings.AdjustIsolatedMarginAsync(instrument, amount, cancellationToken);

    private static ExchangeOutcome<T> Refused<T>(string message) =>
        new ExchangeOutcome<T>.Rejected(new(0, message, RejectionClass.Fatal));
}
