using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class ManualTests
{
    private static readonly CircuitBreaker Button = Some.Breaker("MANUAL", 1) with { Qualify = new(TimeSpan.Zero, 1) };

    [Fact]
    public void The_button_trips_at_once_and_closes_everything()
    {
        var desk = Holding(Button).Command(Press(Button));

        Assert.Null(desk.Answer(Press(Button).Id));
        Assert.Equal(0, Assert.Single(desk.Reductions).Target);
        Assert.Contains("the button was pressed: enough for today", desk.Events.Single().Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_resume_ends_it()
    {
        var desk = Holding(Button).Command(Press(Button)).Execute().Wait(10);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(Button).Status);

        desk.Command(new OperatorCommand.ResumeBreaker(Button.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann", Reason = "rested" }).Wait(1);

        Assert.Equal(BreakerStatus.Armed, desk.Breaker(Button).Status);
    }

    [Fact]
    public void Other_conditions_have_no_button()
    {
        var breaker = Some.Drawdown(0.1m);

        Assert.Equal("Only a breaker of type MANUAL has a button.", Holding(breaker).Command(Press(breaker)).Answer(Press(breaker).Id));
    }

    [Fact]
    public void A_pressed_button_stays_pressed_over_a_restart()
    {
        var slow = Button with { Qualify = new(TimeSpan.FromSeconds(5), 1) };
        var desk = Holding(slow).Command(Press(slow)).Restart();

        desk.Wait(5);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(slow));
    }

    [Fact]
    public void It_has_one_stage_at_1()
    {
        var staged = Button with { Threshold = 2, Stages = Some.Stages((0.5m, BreakerActionKind.Notify), (1, BreakerActionKind.ClosePositions)) };

        Assert.Equal(["threshold", "stages"], BreakerValidation.Validate(staged).Select(fault => fault.Field));
    }

    private static OperatorCommand.PressButton Press(CircuitBreaker breaker) => new(breaker.Id)
    {
        Id = new Guid("00000000-0000-0000-0000-0000000000d7"),
        Operator = "ann",
        Reason = "enough for today",
    };

    private static Desk Holding(CircuitBreaker breaker) =>
        new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker);
}
