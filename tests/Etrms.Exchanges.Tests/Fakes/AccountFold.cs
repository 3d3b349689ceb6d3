using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>An account as somebody knows it who hears only the events: what is older than what is known is passed over.</summary>
internal sealed class AccountFold
{
    private readonly Dictionary<(InstrumentId, PositionSide), (Position Position, DateTimeOffset At)> _positions = [];
    private readonly Dictionary<(bool, string), (Order Order, DateTimeOffset At)> _orders = [];
    private (decimal Wallet, DateTimeOffset At) _wallet;

    public decimal Wallet => _wallet.Wallet;

    public IEnumerable<(InstrumentId, PositionSide, decimal Quantity, decimal EntryPrice)> Positions => _positions.Values
        .Select(known => known.Position).Where(position => position.Quantity != 0)
        .Select(position => (position.Instrument, position.Side, position.Quantity, position.EntryPrice)).Order();

    public IEnumerable<(string, decimal)> OpenOrders => _orders.Values
        .Select(known => known.Order).Where(order => order.IsOpen)
        .Select(order => (order.ClientOrderId, order.RemainingQuantity)).Order();

    public static AccountFold Of(IEnumerable<RiskEvent> events)
    {
        var fold = new AccountFold();
        foreach (var riskEvent in events)
        {
            fold.Take(riskEvent);
        }

        return fold;
    }

    private void Take(RiskEvent riskEvent)
    {
        var at = riskEvent.Times.VenueAt;
        switch (riskEvent)
        {
            case RiskEvent.AccountSnapshotTaken { Snapshot: var snapshot }:
                _positions.Clear();
                _orders.Clear();
                _wallet = (snapshot.Balance.WalletBalance, at);
                foreach (var position in snapshot.Positions)
                {
                    _positions[(position.Instrument, position.Side)] = (position, at);
                }

                foreach (var order in snapshot.OpenOrders)
                {
                    _orders[(order.IsConditional, order.OrderId)] = (order, at);
                }

                break;
            case RiskEvent.PositionChanged { Position: var position }
                when !_positions.TryGetValue((position.Instrument, position.Side), out var known) || known.At <= at:
                _positions[(position.Instrument, position.Side)] = (position, at);
                break;
            case RiskEvent.OrderChanged { Order: var order }
                when !_orders.TryGetValue((order.IsConditional, order.OrderId), out var known) || known.At <= at:
                _orders[(order.IsConditional, order.OrderId)] = (order, at);
                break;
            case RiskEvent.BalanceChanged { Asset: "USDT" } balance when _wallet.At <= at:
                _wallet = (balance.WalletBalance, at);
                break;
        }
    }
}
