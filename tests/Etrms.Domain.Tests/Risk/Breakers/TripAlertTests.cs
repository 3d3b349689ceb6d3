using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>RISK 4.13: an alert says everything that a trader without a page needs.</summary>
public sealed class TripAlertTests
{
    private static readonly Qualification AtOnce = new(TimeSpan.Zero, 1);

    [Fact]
    public void The_alert_of_a_closing_trip_tells_formula_entries_exits_orders_what_is_left_and_what_to_do()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = AtOnce };
        var desk = Tripped(breaker);

        var alert = Assert.Single(desk.Alerts);
        var lines = alert.Text.Split('\n');
        Assert.Equal((AlertSeverity.Critical, $"{breaker.Name} tripped"), (alert.Severity, alert.Title));
        Assert.Matches(@"^1 - [\d,.]+ equity / [\d,.]+ peak = [\d.]+ %; threshold 5 %\.$", lines[0]);
        Assert.Equal(
            [
                "Entries: refused.",
                "Exits: 1 position is being closed.",
                "Orders: what opens or competes with the exits is cancelled, stops stay until flat.",
                "Left: BTCUSDT to close.",
                "You can: close by hand at the exchange at any time, and resume the breaker; it stays tripped until you do.",
            ],
            lines[1..]);
    }

    [Fact]
    public void The_alert_of_a_warning_says_that_nothing_was_done()
    {
        var desk = Tripped(Some.Drawdown(0.05m) with
        {
            Qualify = AtOnce,
            Stages = [new Stage(1m, [new BreakerAction(BreakerActionKind.Notify)])],
        });

        var lines = Assert.Single(desk.Alerts).Text.Split('\n');
        Assert.Equal(
            [
                "Entries: not touched.", "Exits: pass as you order them.", "Orders: left alone.", "Left: nothing to bring down.",
                "You can: reduce risk yourself before it goes further; nothing was done for you.",
            ],
            lines[1..]);
    }

    private static Desk Tripped(CircuitBreaker breaker) => new Desk().Read().Hold("BTCUSDT", 0.4m, 100_000).Mark("BTCUSDT", 100_000)
        .Configure(breaker).Mark("BTCUSDT", 100_000).Forget().Mark("BTCUSDT", 98_000);
}
