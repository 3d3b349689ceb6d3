using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.DeadMan;

/// <summary>What one dead-man switch clears when it fires: the orders of a contract, or of a whole account where the venue knows only that.</summary>
public sealed record DeadManReach(AccountId Account, Exchange Exchange, InstrumentId? Instrument)
{
    public bool Covers(AccountId account, InstrumentId instrument) => account == Account && (Instrument is null || instrument == Instrument);
}

/// <summary>What stands inside a reach.</summary>
public sealed record DeadManScene(DeadManReach Reach, ImmutableArray<PositionMetrics> Positions, ImmutableArray<Order> Orders)
{
    /// <summary>Whether conditional orders are left when the switch fires, as the last firing showed; null before the first.</summary>
    public bool? ConditionalOrdersStay { get; init; }

    /// <summary>Orders that may open or add when nobody is there to watch.</summary>
    public IEnumerable<Order> Entries => Orders.Where(order => order.IsOpen && !order.IsReducing);

    /// <summary>A scene for every reach in which something rests.</summary>
    public static ImmutableArray<DeadManScene> AllIn(RiskSnapshot snapshot)
    {
        var exchanges = snapshot.Accounts.ToDictionary(account => account.Account, account => account.Exchange);
        var reaches = snapshot.OpenOrders
            .Where(resting => exchanges.ContainsKey(resting.Account))
            .Select(resting => ReachOf(resting.Account, exchanges[resting.Account], resting.Order.Instrument))
            .Distinct();
        return [.. reaches.Select(reach => Of(reach, snapshot))];
    }

    /// <summary>The scene of one reach, also when nothing rests in it any more.</summary>
    public static DeadManScene Of(DeadManReach reach, RiskSnapshot snapshot) => new(
        reach,
        [.. snapshot.Positions.Where(position => reach.Covers(position.Account, position.Instrument))],
        [.. snapshot.OpenOrders.Where(resting => reach.Covers(resting.Account, resting.Order.Instrument)).Select(resting => resting.Order)]);

    private static DeadManReach ReachOf(AccountId account, Exchange exchange, InstrumentId instrument) => exchange switch
    {
        Exchange.Binance => new DeadManReach(account, exchange, instrument),
        Exchange.Hyperliquid => new DeadManReach(account, exchange, Instrument: null),
    };
}
