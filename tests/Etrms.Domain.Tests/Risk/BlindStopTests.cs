using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Tests.Risk;

/// <summary>A position whose price stream is dead gets a stop where it has none, as long as the venue can be asked (RISK 4.7).</summary>
public sealed class BlindStopTests
{
    [Fact]
    public void A_position_without_a_stop_gets_one_after_a_minute_of_silence()
    {
        var desk = Silent(TimeSpan.FromSeconds(58));
        Assert.Empty(Stops(desk));

        Ask(desk, TimeSpan.FromSeconds(10));

        var stop = Assert.Single(Stops(desk));
        Assert.Equal((95_000m, null, true), (stop.StopLoss, stop.TakeProfit, stop.TightenOnly));
        Assert.Contains(desk.Alerts, alert => alert is { Severity: AlertSeverity.Critical, Title: "BTCUSDT gets a stop" });
    }

    [Fact]
    public void It_is_asked_for_again_only_while_no_stop_is_seen()
    {
        var desk = Silent(TimeSpan.FromSeconds(70));
        Assert.Single(Stops(desk));

        Ask(desk, TimeSpan.FromSeconds(70));
        Assert.Equal(2, Stops(desk).Count);
        Ask(desk, TimeSpan.FromSeconds(130), covered: true);

        Assert.Equal(2, Stops(desk).Count);
    }

    [Fact]
    public void A_position_with_a_stop_is_left_alone() => Assert.Empty(Stops(Silent(TimeSpan.FromSeconds(90), covered: true)));

    [Fact]
    public void Without_a_price_that_can_be_asked_for_nothing_is_placed()
    {
        var desk = Silent(TimeSpan.FromSeconds(50));

        desk.Wait(30).Read();

        Assert.Empty(Stops(desk));
    }

    [Fact]
    public void A_distance_of_zero_places_none() =>
        Assert.Empty(Stops(Silent(TimeSpan.FromSeconds(90), settings: RiskSettings.Default with { BlindStopDistance = 0 })));

    [Fact]
    public void A_market_that_calls_for_wider_stops_moves_none_over_what_is_held()
    {
        var desk = new Desk(RiskSettings.Default with { MarketStopWidening = 1 }).Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Read();
        desk.Post(new RiskEvent.MarketAssessed(Some.Id("BTCUSDT"), new MarketAssessment { State = MarketState.Turbulent }) { Times = desk.Times }).Forget();

        Ask(desk, TimeSpan.FromSeconds(70));

        Assert.Equal(95_000m, Assert.Single(Stops(desk)).StopLoss);
    }

    private static List<RiskDecision.SetProtection> Stops(Desk desk) => [.. desk.Decisions.OfType<RiskDecision.SetProtection>()];

    private static Desk Silent(TimeSpan time, bool covered = false, RiskSettings? settings = null)
    {
        var desk = new Desk(settings).Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Read().Forget();
        Ask(desk, time, covered);
        return desk;
    }

    /// <summary>The stream says nothing; price and account are asked for.</summary>
    private static void Ask(Desk desk, TimeSpan time, bool covered = false)
    {
        for (var end = desk.Now + time; desk.Now < end;)
        {
            desk.Pass(2);
            desk.Post(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100_000, 0) { Times = desk.Times, IsAskedFor = true });
            desk.Read(covered ? [Some.Stop("BTCUSDT", 0.1m, 95_000)] : []).Wait(0);
        }
    }
}
