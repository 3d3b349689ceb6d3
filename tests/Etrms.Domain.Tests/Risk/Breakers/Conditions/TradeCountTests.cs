using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class TradeCountTests
{
    private static readonly CircuitBreaker Count = Some.Watch("TRADE_COUNT", 2);

    [Fact]
    public void It_counts_positions_opened_and_not_what_is_added_or_closed()
    {
        var desk = new Desk().Read().Configure(Count).Fill("SOLUSDT", 1, 100).Fill("SOLUSDT", 1, 100).Fill("SOLUSDT", -2, 100, id: "out");
        Assert.Equal(1, desk.Breaker(Count).Value);

        desk.Fill("SOLUSDT", 1, 100).Fill("SOLUSDT", -1, 100, id: "out");

        Assert.Equal(2, desk.Breaker(Count).Value);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Count));
    }

    [Fact]
    public void Turning_a_position_round_opens_another()
    {
        var desk = new Desk().Read().Configure(Count).Fill("SOLUSDT", 1, 100).Fill("SOLUSDT", -3, 100);

        Assert.Equal(2, desk.Breaker(Count).Value);
    }

    [Fact]
    public void A_new_day_starts_at_0_and_a_fill_of_yesterday_that_comes_late_is_not_todays()
    {
        var desk = new Desk().Read().Configure(Count).Fill("SOLUSDT", 1, 100).Fill("SOLUSDT", -1, 100);

        desk.Wait(TimeSpan.FromHours(12.5));
        Assert.Equal(0, desk.Breaker(Count).Value);
        desk.Fill("SOLUSDT", 1, 100).Wait(1);

        Assert.Equal(1, desk.Breaker(Count).Value);
    }

    [Fact]
    public void The_count_survives_a_restart()
    {
        var desk = new Desk().Read().Configure(Count).Fill("SOLUSDT", 1, 100).Restart();

        Assert.Equal(1, desk.Breaker(Count).Value);
    }

    [Fact]
    public void Half_a_trade_is_refused() =>
        Assert.Contains(BreakerValidation.Validate(Count with { Threshold = 2.5m }), fault => fault.Field == "threshold");
}
