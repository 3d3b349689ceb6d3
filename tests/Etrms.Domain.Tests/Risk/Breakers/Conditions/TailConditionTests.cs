using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class TailConditionTests
{
    private static readonly string[] Models = ["HISTORICAL", "FHS", "EVT", "VOTE"];

    [Theory]
    [InlineData("VAR")]
    [InlineData("ES")]
    public void It_trips_with_the_clock_when_the_figure_of_now_reaches_the_threshold(string type)
    {
        var breaker = Some.Watch(type, 0.05m).With("horizon_hours", "1");
        var desk = Holding(0.2m).Configure(breaker).Wait(1);
        var calm = desk.Breaker(breaker);

        desk.Hold("BTCUSDT", 2, 100_000).Wait(1);

        Assert.InRange(calm.Value!.Value, 0.005m, 0.05m);
        Assert.Equal(calm.Value.Value * 10, desk.Breaker(breaker).Value!.Value, 3);
        Assert.Contains(BreakerEventKind.Triggered, desk.Told(breaker));
    }

    [Fact]
    public void In_money_it_stands_for_the_loss_itself()
    {
        var (share, money) = (Some.Watch("VAR", 1), Some.Watch("VAR", 100_000).With("unit", "QUOTE") with { Id = Guid.NewGuid() });
        var desk = Holding(0.2m).Configure(share, money).Wait(1);

        Assert.Equal(desk.Breaker(share).Value!.Value * 10_000, desk.Breaker(money).Value!.Value, 6);
    }

    [Fact]
    public void A_named_model_speaks_for_itself_and_the_vote_is_never_milder_than_who_votes()
    {
        var models = Models
            .Select((model, i) => Some.Watch("VAR", 1).With("model", model).With("horizon_hours", "1") with { Id = new Guid(i + 1, 0, 0, new byte[8]) }).ToArray();
        var desk = Holding(0.2m).Configure(models).Wait(1);

        var tail = desk.Snapshot.Measures.Tails.Single(known => known.HorizonHours == 1);

        Assert.Equal(tail.Models.Select(model => model.ValueAtRisk.Value / 10_000), models[..3].Select(model => desk.Breaker(model).Value));
        Assert.Equal(tail.ValueAtRisk.Value / 10_000, desk.Breaker(models[3]).Value);
    }

    [Fact]
    public void Without_hours_it_is_blind_and_neither_trips_nor_clears()
    {
        var breaker = Some.Watch("VAR", 0.0001m);
        var desk = new Desk().Read().Hold("BTCUSDT", 2, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker)
            .Live(TimeSpan.FromSeconds(8), "BTCUSDT", 100_000);

        Assert.Null(desk.Breaker(breaker).Value);
        Assert.Contains("0 of 250 hours", desk.Breaker(breaker).Explanation, StringComparison.Ordinal);
        Assert.Equal([BreakerEventKind.Blind], desk.Told(breaker));
    }

    [Fact]
    public void A_price_alone_measures_nothing_anew()
    {
        var breaker = Some.Watch("VAR", 1);
        var desk = Holding(0.2m).Configure(breaker).Wait(1);
        var before = desk.Snapshot.Measures.Tails[0].ValueAtRisk;

        desk.Mark("BTCUSDT", 101_000);
        var between = desk.Snapshot.Measures.Tails[0].ValueAtRisk;
        desk.Wait(0.25);

        Assert.Equal(before, between);
        Assert.Equal(before.Value!.Value * 1.01m, desk.Snapshot.Measures.Tails[0].ValueAtRisk.Value!.Value, 6);
    }

    [Theory]
    [InlineData("confidence", "0.9", "settings.confidence")]
    [InlineData("horizon_hours", "1.5", "settings.horizon_hours")]
    [InlineData("horizon_hours", "48", "settings.horizon_hours")]
    [InlineData("model", "GUESS", "settings.model")]
    public void What_cannot_be_measured_is_refused(string setting, string value, string field) =>
        Assert.Contains(BreakerValidation.Validate(Some.Breaker("ES", 0.1m).With(setting, value)), fault => fault.Field == field);

    [Fact]
    public void The_plain_model_looks_at_most_four_hours_ahead()
    {
        var breaker = Some.Breaker("VAR", 0.1m).With("model", "HISTORICAL");

        Assert.Contains(BreakerValidation.Validate(breaker), fault => fault.Field == "settings.horizon_hours");
        Assert.Empty(BreakerValidation.Validate(breaker.With("horizon_hours", "4")));
    }

    [Fact]
    public void The_figures_are_the_same_after_a_restart()
    {
        var breaker = Some.Watch("VAR", 1);
        var desk = Holding(0.2m).Configure(breaker).Wait(1).Mark("BTCUSDT", 101_000);
        var before = desk.Snapshot.Measures;

        desk.Restart();

        Assert.Equal(before.Tails.Select(tail => tail.ValueAtRisk), desk.Snapshot.Measures.Tails.Select(tail => tail.ValueAtRisk));
        Assert.Equal(before.CorrelatedExposure, desk.Snapshot.Measures.CorrelatedExposure);
    }

    private static Desk Holding(decimal quantity) => new Desk().Read().Hold("BTCUSDT", quantity, 100_000).Mark("BTCUSDT", 100_000)
        .Past("BTCUSDT", Some.Wander(1_001, 100_000, seed: 11));
}
