using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>Where pumps put facts: the newest prices beside, the contracts that now matter onto the market feed, all into the inbox.</summary>
internal sealed class FactSink(RiskInbox inbox, MarketView market, MarketPumps markets, HistoryPump history, RiskTelemetry telemetry)
{
    public void Post(RiskEvent riskEvent)
    {
        market.Observe(riskEvent);
        Count(riskEvent);
        inbox.Post(riskEvent);
    }

    public void Post(RiskEvent riskEvent, MonitoredAccount account)
    {
        Count(riskEvent);
        inbox.Post(riskEvent);
        foreach (var instrument in InstrumentsIn(riskEvent))
        {
            markets.Watch(account.Network, instrument, From(account.Network));
        }
    }

    /// <summary>For a market feed: its prices tell when the past hours of a contract are to be read.</summary>
    public Action<RiskEvent> From(VenueNetwork network) => history.Over(Post, network);

    private void Count(RiskEvent riskEvent)
    {
        if (riskEvent is RiskEvent.FeedChanged { Feed: not FeedKind.AccountCheck, IsAlive: false } lost)
        {
            telemetry.StreamLost(lost.Feed.ToString());
        }
    }

    private static IEnumerable<InstrumentId> InstrumentsIn(RiskEvent riskEvent) => riskEvent switch
    {
        RiskEvent.AccountSnapshotTaken taken => taken.Snapshot.Positions.Select(position => position.Instrument)
            .Concat(taken.Snapshot.OpenOrders.Select(order => order.Instrument)),
        RiskEvent.PositionChanged changed => [changed.Position.Instrument],
        RiskEvent.OrderChanged changed => [changed.Order.Instrument],
        _ => [],
    };
}
