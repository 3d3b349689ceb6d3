using System.Text.Json;
using System.Text.Json.Serialization;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Restart, the event chain and steady state (RISK 4.9, 5 process).</summary>
public sealed class StateTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
    };

    private static readonly CircuitBreaker Guard = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };

    [Fact]
    public void The_state_goes_through_JSON_and_back_unchanged()
    {
        var desk = Busy();
        var text = JsonSerializer.Serialize(desk.Engine.CaptureState(), Json);

        var state = JsonSerializer.Deserialize<RiskEngineState>(text, Json)!;
        var again = RiskEngine.Continue(desk.Settings, state);

        Assert.Equal(text, JsonSerializer.Serialize(again.CaptureState(), Json));
        Assert.Equal(JsonSerializer.Serialize(desk.Snapshot, Json), JsonSerializer.Serialize(again.Snapshot(), Json));
    }

    [Fact]
    public void FC_50_A_latched_breaker_is_latched_after_a_restart_and_keeps_its_claim()
    {
        var desk = Holding(Guard).Mark("BTCUSDT", 98_000).Execute().Restart().Forget();

        desk.Trade(-800);

        Assert.Equal(BreakerStatus.Latched, desk.Breaker(Guard).Status);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.Empty(desk.Events);
    }

    [Fact]
    public void FC_50_Cooling_down_goes_on_where_it_was()
    {
        var breaker = Guard with { Stages = Some.Stages((1, BreakerActionKind.PauseTrading)), Rearm = new(RearmMode.AutoTime) { After = TimeSpan.FromMinutes(1) } };
        var desk = Holding(breaker).Mark("BTCUSDT", 98_000).Wait(30).Restart();

        desk.Read().Mark("BTCUSDT", 98_000, 29);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);
        desk.Mark("BTCUSDT", 98_000, 1);

        Assert.Equal(BreakerStatus.Armed, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void FC_49_Plans_that_were_under_way_are_handed_out_again_with_the_same_ids()
    {
        var desk = Holding(Guard).Mark("BTCUSDT", 98_000);
        var before = Assert.Single(desk.Reductions);
        var decisions = new List<RiskDecision>();

        desk.Restart().Engine.ResumePlans(decisions);

        Assert.Equal([before], decisions);
        desk.Execute();
        decisions.Clear();
        desk.Engine.ResumePlans(decisions);
        Assert.Empty(decisions);
    }

    [Fact]
    public void FC_49_The_traders_own_plans_are_handed_out_again_too()
    {
        var desk = Holding();
        desk.Command(new OperatorCommand.Reduce(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both, 0.1m) { Id = Guid.NewGuid(), Operator = "ann" });
        var decisions = new List<RiskDecision>();

        desk.Restart().Engine.ResumePlans(decisions);

        Assert.Equal([desk.Reductions.Single()], decisions);
    }

    [Fact]
    public void FC_51_Losses_that_happened_while_we_were_down_count_when_their_fills_come_in()
    {
        var breaker = Some.Breaker("CONSECUTIVE_LOSSES", 3, BreakerActionKind.PauseTrading) with { Qualify = new(TimeSpan.Zero, 1) };
        var desk = new Desk().Read().Configure(breaker).Fill("SOLUSDT", 1, 100, id: "a").Fill("SOLUSDT", -1, 90, -10, id: "b").Balance(9_990);

        desk.Restart();
        desk.Fill("SOLUSDT", -1, 90, -10, id: "b").Fill("SOLUSDT", 1, 100).Fill("SOLUSDT", -1, 90, -10).Fill("SOLUSDT", 1, 100);
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        desk.Fill("SOLUSDT", -1, 90, -10).Balance(9_970);

        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.Equal(9_970, desk.Snapshot.Book.Equity);
    }

    [Fact]
    public void FC_60_A_silence_that_began_before_a_recording_is_as_long_in_its_replay()
    {
        var silent = Some.Breaker("STALE_DATA", 15).With("feed", "MARK") with { Qualify = new(TimeSpan.Zero, 1) };

        Assert.Equal(1, TripsIn(desk => desk));
        Assert.Equal(1, TripsIn(desk => desk.Continue()));
        Assert.Equal(0, TripsIn(desk => desk.Restart()));

        int TripsIn(Func<Desk, Desk> atTenSeconds) => atTenSeconds(Holding(silent).Wait(5).Read().Wait(5)).Wait(5).Wait(2).Events.Count;
    }

    [Fact]
    public void FC_60_Events_are_chained_and_a_changed_one_shows()
    {
        var events = Busy().Events;

        Assert.True(events.Count >= 4);
        Assert.Null(EventChain.FindBreak(events));
        Assert.Equal(3, EventChain.FindBreak([events[0], events[1], events[2] with { Value = 0.01m }, events[3]])?.Seq);
        Assert.Equal(3, EventChain.FindBreak([events[0], events[2]])?.Seq);
    }

    [Fact]
    public void The_chain_goes_on_after_a_restart()
    {
        var desk = Holding(Guard).Mark("BTCUSDT", 98_000).Restart().Execute();

        Assert.Equal([1, 2], desk.Events.Select(e => e.Seq));
        Assert.Null(EventChain.FindBreak(desk.Events));
    }

    [Fact]
    public void The_same_inputs_give_the_same_bytes()
    {
        Assert.Equal(JsonSerializer.Serialize(Busy().Decisions.Cast<object>(), Json), JsonSerializer.Serialize(Busy().Decisions.Cast<object>(), Json));
    }

    [Fact]
    public void A_tick_in_steady_state_allocates_nothing()
    {
        CircuitBreaker[] breakers =
        [
            Some.Drawdown(0.2m), Some.Drawdown(0.2m).With("window", "ROLLING") with { Id = Guid.NewGuid() },
            Some.Breaker("PNL", 0.2m) with { Id = Guid.NewGuid() }, Some.Breaker("PNL", 0.2m).With("window", "ROLLING") with { Id = Guid.NewGuid() },
            Some.Breaker("MAX_POSITION_SIZE", 5) with { Id = Guid.NewGuid() }, Some.Breaker("LEVERAGE", 5) with { Id = Guid.NewGuid() },
            Some.Breaker("CONSECUTIVE_LOSSES", 3) with { Id = Guid.NewGuid() }, Some.Breaker("STALE_DATA", 4) with { Id = Guid.NewGuid() },
            Some.Breaker("TRAILING_STOP", 0.1m) with { Id = Guid.NewGuid() }, Some.Breaker("MARGIN_RATIO", 0.5m) with { Id = Guid.NewGuid() },
            Some.Breaker("LIQUIDATION_DISTANCE", 0.01m) with { Id = Guid.NewGuid() }, Some.Breaker("EXPOSURE", 5) with { Id = Guid.NewGuid() },
            Some.Breaker("EXPOSURE", 2.99m).With("by", "UNDERLYING").With("side", "SHORT") with { Id = Guid.NewGuid() },
            Some.Breaker("CONCENTRATION", 0.9m) with { Id = Guid.NewGuid() }, Some.Breaker("FUNDING_COST", 0.1m) with { Id = Guid.NewGuid() },
            Some.Breaker("VOLATILITY", 9).With("measure", "ABSOLUTE") with { Id = Guid.NewGuid() }, Some.Breaker("TRADE_COUNT", 3) with { Id = Guid.NewGuid() },
            Some.Breaker("TIME_BASED", 1) with { Id = Guid.NewGuid() }, Some.Breaker("ORDER_RATE", 3) with { Id = Guid.NewGuid() },
            Some.Breaker("UNPROTECTED_POSITION", 6_000) with { Id = Guid.NewGuid() }, Some.Breaker("STOP_NOT_FILLED", 60) with { Id = Guid.NewGuid() },
            Some.Breaker("DISCONNECTED", 6_000) with { Id = Guid.NewGuid() }, Some.Breaker("RECONCILE_MISMATCH", 6_000) with { Id = Guid.NewGuid() },
            Some.Breaker("MANUAL", 1) with { Id = Guid.NewGuid() },
        ];
        var desk = Margined(breakers);
        var marks = Enumerable.Range(1, 2_000).Select(i => Mark(desk, i)).ToArray();
        var decisions = new List<RiskDecision>();
        desk.Engine.Step(marks[0], decisions);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var mark in marks)
        {
            desk.Engine.Step(mark, decisions);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.Empty(decisions);
        Assert.All(desk.Snapshot.Breakers, breaker => Assert.Equal(BreakerStatus.Armed, breaker.Status));
    }

    private static RiskEvent.MarkPriced Mark(Desk desk, int number)
    {
        var at = desk.Now.AddMilliseconds(number);
        var price = 99_000 + (number % 97);
        return new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), price, price) { Times = new(at, at, at) };
    }

    /// <summary>Everything that a condition may ask for is known: margin table, funding, minutes of prices.</summary>
    private static Desk Margined(CircuitBreaker[] breakers)
    {
        var desk = new Desk();
        desk.Post(new RiskEvent.InstrumentsLoaded([Some.Margined("BTCUSDT")]) { Times = desk.Times }).Stream(true).Read();
        desk.Hold("BTCUSDT", 0.3m, 100_000).Foretell("BTCUSDT", 100_000, 0.0001m, Desk.Start.AddHours(4)).Configure(breakers);
        return desk.Live(TimeSpan.FromMinutes(7), "BTCUSDT", 100_000).Stream(true).Mark("BTCUSDT", 100_000).Wait(0.25).Forget();
    }

    private static Desk Holding(params CircuitBreaker[] breakers) =>
        new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers).Mark("BTCUSDT", 100_000);

    /// <summary>A day with a bit of everything, stopped while plans are under way.</summary>
    private static Desk Busy()
    {
        var warn = Some.Drawdown(0.2m, BreakerActionKind.Notify) with { Id = new Guid("00000000-0000-0000-0000-0000000000b2"), Qualify = new(TimeSpan.Zero, 1) };
        var size = Some.Breaker("MAX_POSITION_SIZE", 2.5m, BreakerActionKind.ReducePosition) with { Id = new Guid("00000000-0000-0000-0000-0000000000b3") };
        var rolling = Some.Breaker("PNL", 0.9m).With("window", "ROLLING") with { Id = new Guid("00000000-0000-0000-0000-0000000000b4") };
        var desk = Holding(Guard, warn, size, rolling).Trade(-40).Trade(20).Transfer(2_000).Book(LedgerKind.Funding, -1, symbol: "BTCUSDT").Balance(11_979);
        desk.Wait(7).Wait(6).Read().Marks("BTCUSDT", 99_800, 97_500, 95_000, 92_000, 90_000, 88_000, 87_900, 87_800);
        desk.Command(new OperatorCommand.Pause(Scope.Global, PauseMode.ReduceOnly) { Id = new Guid("00000000-0000-0000-0000-0000000000d1"), Operator = "ann" });
        return desk;
    }
}
