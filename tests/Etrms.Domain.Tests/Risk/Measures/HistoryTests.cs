using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Risk.Measures;

/// <summary>Past hours in the engine, and what is measured from them.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void Without_enough_hours_value_at_risk_is_unknown_and_says_how_many_there_are()
    {
        var desk = Holding().Past("BTCUSDT", Some.Wander(101, 100_000, seed: 1)).Wait(1);

        var tail = Tail(desk, 1);

        Assert.Null(tail.ValueAtRisk.Value);
        Assert.Equal("100 of 250 hours of past prices", tail.ValueAtRisk.Reason);
        Assert.All(tail.Models, model => Assert.False(model.HasVote));
        Assert.Equal("100 of 500 hours of past prices", tail.Models.Single(model => model.Model == TailModel.Evt).ValueAtRisk.Reason);
    }

    [Fact]
    public void Value_at_risk_is_the_quantile_of_what_the_position_of_now_would_have_lost()
    {
        var closes = Some.Wander(601, 100_000, seed: 2);
        var desk = Holding().Past("BTCUSDT", closes).Wait(1);
        double[] profits = [.. Enumerable.Range(1, 600).Select(i => 20_000 * ((double)(closes[i] / closes[i - 1]) - 1))];

        var expected = HistoricalTail.Of(profits, 0.99)!.Value;
        var historical = Tail(desk, 1).Models.Single(model => model.Model == TailModel.Historical);

        Assert.Equal(expected.ValueAtRisk, (double)historical.ValueAtRisk.Value!.Value, 6);
        Assert.Equal(expected.ExpectedShortfall, (double)historical.ExpectedShortfall.Value!.Value, 6);
        Assert.Equal(desk.Now, historical.ValueAtRisk.At);
    }

    [Fact]
    public void Three_models_stand_side_by_side_and_the_strictest_that_votes_is_the_figure()
    {
        var desk = Holding().Past("BTCUSDT", Some.Wander(1_001, 100_000, seed: 3)).Wait(1);

        var tail = Tail(desk, 1);
        var voters = tail.Models.Where(model => model.HasVote).ToList();

        Assert.Equal([TailModel.Historical, TailModel.Fhs, TailModel.Evt], tail.Models.Select(model => model.Model));
        Assert.All(tail.Models, model => Assert.True(model.ExpectedShortfall.Value >= model.ValueAtRisk.Value && model.ValueAtRisk.Value > 0));
        Assert.All(tail.Models, model => Assert.True(model.Coverage is { Observations: >= 250 }));
        Assert.NotEmpty(voters);
        Assert.Equal(voters.Max(model => model.ValueAtRisk.Value), tail.ValueAtRisk.Value);
        Assert.Equal(voters.Max(model => model.ExpectedShortfall.Value), tail.ExpectedShortfall.Value);
    }

    [Fact]
    public void A_day_ahead_needs_250_separate_days_of_the_plain_model_but_not_of_the_filtered_ones()
    {
        var desk = Holding().Past("BTCUSDT", Some.Wander(1_001, 100_000, seed: 4)).Wait(1);

        var day = Tail(desk, 24);
        var hour = Tail(desk, 1);

        Assert.Equal("41 of 250 stretches of 24 hours", day.Models.Single(model => model.Model == TailModel.Historical).ValueAtRisk.Reason);
        Assert.InRange(day.ValueAtRisk.Value!.Value / hour.ValueAtRisk.Value!.Value, 3, 8);
    }

    [Fact]
    public void A_market_that_turns_restless_takes_the_plain_models_vote_away()
    {
        decimal[] closes = [.. Some.Wander(801, 100_000, seed: 5, size: 0.002), .. Some.Wander(200, 100_000, seed: 6, size: 0.02)];
        var desk = Holding().Past("BTCUSDT", closes).Wait(1);

        var tail = Tail(desk, 1);
        var historical = tail.Models.Single(model => model.Model == TailModel.Historical);
        var filtered = tail.Models.Single(model => model.Model == TailModel.Fhs);

        Assert.True(historical.Coverage!.Value.IsFailing);
        Assert.False(historical.HasVote);
        Assert.True(filtered.HasVote);
        Assert.True(filtered.Coverage!.Value.Exceptions < historical.Coverage.Value.Exceptions);
    }

    [Fact]
    public void Hours_that_ended_long_ago_no_longer_speak()
    {
        var desk = Holding().Past("BTCUSDT", Some.Wander(601, 100_000, seed: 7)).Wait(1);

        desk.Wait(TimeSpan.FromHours(4)).Read().Mark("BTCUSDT", 100_000).Wait(1);

        Assert.Equal("the newest hour of past prices is too long ago", Tail(desk, 1).ValueAtRisk.Reason);
        Assert.NotNull(desk.Snapshot.Measures.BetaExposure.Reason);
    }

    [Fact]
    public void Later_hours_extend_earlier_ones_and_replace_what_overlaps()
    {
        var closes = Some.Wander(301, 100_000, seed: 8);
        var desk = Holding().Past("BTCUSDT", closes).Wait(1);
        var before = Tail(desk, 1).Models[0].ValueAtRisk.Value;

        desk.Past("BTCUSDT", closes[^50..]).Wait(1);
        var same = Tail(desk, 1).Models[0].ValueAtRisk.Value;
        desk.Past("BTCUSDT", [.. closes[^50..^1], 90_000]).Wait(1);

        Assert.Equal(before, same);
        Assert.True(Tail(desk, 1).Models[0].ExpectedShortfall.Value > before);
    }

    [Fact]
    public void Flat_has_nothing_at_risk()
    {
        var desk = new Desk().Read().Mark("BTCUSDT", 100_000).Wait(1);

        Assert.Equal(0, Tail(desk, 24).ValueAtRisk.Value);
        Assert.Equal(0, desk.Snapshot.Measures.CorrelatedExposure.Value);
        Assert.Equal(0, desk.Snapshot.Measures.BetaExposure.Value);
        Assert.Empty(desk.Snapshot.Measures.JointDistances);
        Assert.Equal("nothing is held", desk.Snapshot.Measures.Concentration.Reason);
    }

    [Fact]
    public void Correlations_are_measured_where_they_are_known_and_a_crashs_where_not()
    {
        var btc = Some.Wander(401, 100_000, seed: 9);
        var desk = Holding().Hold("ETHUSDT", -8, 2_500).Mark("ETHUSDT", 2_500).Wait(1);
        var stressed = desk.Snapshot.Measures;

        desk.Past("BTCUSDT", btc).Past("ETHUSDT", [.. btc.Select(close => close / 40)]).Wait(1);
        var measured = desk.Snapshot.Measures;

        // 20,000 long and 20,000 short: root of 2 n^2 (1 - 0.95), over 10,000 of equity.
        Assert.Equal(2 * Math.Sqrt(0.1), (double)stressed.CorrelatedExposure.Value!.Value, 6);
        Assert.NotNull(stressed.StressedBecause);
        Assert.Null(measured.StressedBecause);
        Assert.Equal(0, measured.CorrelatedExposure.Value!.Value, 3);
        Assert.Equal(0, measured.DiversificationRatio.Value!.Value, 3);
        Assert.Equal(0, measured.BetaExposure.Value!.Value, 3);
    }

    [Fact]
    public void Beta_is_told_for_each_coin_with_its_exposure()
    {
        var btc = Some.Wander(401, 100_000, seed: 10);
        var desk = Holding().Hold("ETHUSDT", 4, 2_500).Mark("ETHUSDT", 2_500).Past("BTCUSDT", btc)
            .Past("ETHUSDT", [.. btc.Select(close => close * close / 4_000_000)]).Mark("BTCUSDT", 100_000).Wait(1);

        var coins = desk.Snapshot.Measures.Exposures;

        Assert.Equal(["BTC", "ETH"], coins.Select(coin => coin.Underlying));
        Assert.Equal(1, coins[0].Beta.Value!.Value, 8);
        Assert.Equal((2 * 2 / 3m) + (1 / 3m), coins[1].Beta.Value!.Value, 1);
        Assert.Equal((20_000m, 20_000m, 0m), (coins[0].Net.Value, coins[0].Long.Value, coins[0].Short.Value));
        Assert.Equal(2m / 3, coins[0].Share.Value!.Value, 12);
    }

    private static Desk Holding() => new Desk().Read().Hold("BTCUSDT", 0.2m, 100_000).Mark("BTCUSDT", 100_000);

    private static TailMetrics Tail(Desk desk, int hours) => desk.Snapshot.Measures.Tails.Single(tail => tail.HorizonHours == hours);
}
