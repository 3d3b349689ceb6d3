using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>RISK 4.7: a venue's trading rules are fresh for 24 hours and stale after 72.</summary>
public sealed class RulesAgeTests
{
    private static readonly CircuitBreaker Distance = Some.Breaker("LIQUIDATION_DISTANCE", 0.02m);

    [Fact]
    public void Rules_of_today_say_nothing_and_tell_when_they_were_read()
    {
        var desk = After(hours: 23);

        Assert.Empty(desk.Alerts);
        Assert.Equal(Desk.Start, desk.Snapshot.Accounts.Single().RulesReadAt);
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, OrderSide.Buy));
    }

    [Fact]
    public void Rules_that_could_not_be_read_for_a_day_are_told_once_and_still_hold()
    {
        var desk = After(hours: 25);
        GoOn(desk, hours: 1);

        Assert.Equal(AlertSeverity.Warning, Assert.Single(desk.Alerts).Severity);
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, OrderSide.Buy));
    }

    [Fact]
    public void By_stale_rules_nothing_opens_and_everything_closes()
    {
        var desk = After(hours: 73);

        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.Contains(desk.Alerts, alert => alert.Severity == AlertSeverity.Critical);
        Assert.Contains(RefusalCode.StaleData, Refusals(desk, OrderSide.Buy));
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, OrderSide.Sell));
    }

    [Fact]
    public void Rules_that_are_read_again_end_it()
    {
        var desk = After(hours: 73);

        var readAt = desk.Now;
        Load(desk);
        GoOn(desk, hours: 0);

        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.Equal(readAt, desk.Snapshot.Accounts.Single().RulesReadAt);
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, OrderSide.Buy));
        Assert.NotNull(desk.Snapshot.Measures.JointDistances.Single().Move.At);
        Assert.Null(desk.Snapshot.Measures.JointDistances.Single().Move.Reason);
    }

    /// <summary>The contract is no longer listed, the others are: only it grows old.</summary>
    [Fact]
    public void A_contract_that_the_venue_lists_no_more_cannot_be_opened()
    {
        var desk = Holding();
        desk.Pass(TimeSpan.FromHours(73).TotalSeconds);
        desk.Post(new RiskEvent.InstrumentsLoaded([Some.Margined("ETHUSDT")]) { Times = desk.Times });
        GoOn(desk, hours: 0);

        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.Equal([RefusalCode.StaleData], Refusals(desk, OrderSide.Buy));
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, OrderSide.Sell));
    }

    [Fact]
    public void Margin_tables_that_are_too_old_are_not_measured_by()
    {
        var desk = Holding().Configure(Distance);
        Assert.NotNull(desk.Breaker(Distance).Value);

        desk.Pass(TimeSpan.FromHours(73).TotalSeconds);
        GoOn(desk, hours: 0);

        Assert.Null(desk.Breaker(Distance).Value);
        Assert.Null(desk.Snapshot.Positions.Single().LiquidationPrice);
        Assert.Contains("too long ago", desk.Snapshot.Measures.JointDistances.Single().Move.Reason, StringComparison.Ordinal);
        Assert.Null(desk.Snapshot.Accounts.Single().MarginRatio);
    }

    [Fact]
    public void A_restart_does_not_forget_the_age()
    {
        var desk = Holding();
        desk.Pass(TimeSpan.FromHours(80).TotalSeconds);
        desk.Restart();
        GoOn(desk, hours: 0);

        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.Contains(RefusalCode.StaleData, Refusals(desk, OrderSide.Buy));
        Assert.Equal(Desk.Start, desk.Snapshot.Accounts.Single().RulesReadAt);
        Assert.Equal(Posture.Normal, GoOn(Load(desk), hours: 0).Snapshot.Posture);
    }

    [Fact]
    public void A_worker_that_was_down_for_days_and_reads_the_rules_first_says_nothing()
    {
        var desk = Holding();
        desk.Pass(TimeSpan.FromHours(80).TotalSeconds);
        desk.Restart().Forget();
        GoOn(Load(desk), hours: 0);

        Assert.DoesNotContain(desk.Alerts, alert => alert.Title.Contains("rules", StringComparison.Ordinal));
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
    }

    private static Desk After(int hours) => GoOn(Holding().Forget(), hours);

    private static Desk Holding() => Load(new Desk()).Stream(true).Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000, 0).Read();

    private static Desk Load(Desk desk) => desk.Post(new RiskEvent.InstrumentsLoaded([Some.Margined("BTCUSDT"), Some.Margined("ETHUSDT")]) { Times = desk.Times });

    /// <summary>Time goes by, and everything but the rules is fresh at its end.</summary>
    private static Desk GoOn(Desk desk, int hours) => desk.Pass(TimeSpan.FromHours(hours).TotalSeconds).Mark("BTCUSDT", 100_000, 0).Stream(true).Read().Wait(0).Wait(0.1);

    private static IReadOnlyList<RefusalCode> Refusals(Desk desk, OrderSide side) =>
        [.. PreTradeCheck.Refusals(Order(side), Context(desk)).Select(refusal => refusal.Code).Except([RefusalCode.NoNewRisk])];

    private static PreTradeResult Ask(Desk desk, OrderSide side) => PreTradeCheck.Check(Order(side), Context(desk));

    private static PreTradeContext Context(Desk desk) => desk.Engine.PreTradeContextOf(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both);

    private static OrderRequest Order(OrderSide side) => new()
    {
        Account = Desk.Account,
        Instrument = Some.Id("BTCUSDT"),
        Side = side,
        Type = OrderType.Market,
        Quantity = 0.05m,
        ClientOrderId = "c1",
    };
}
