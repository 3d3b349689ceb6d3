using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace Etrms.Domain.Tests.Risk;

/// <summary>What holds for every course of events.</summary>
public sealed class EngineProperties
{
    private static readonly CircuitBreaker[] Breakers =
    [
        Some.Drawdown(0.06m) with { Qualify = new(TimeSpan.FromSeconds(1), 2) },
        Some.Drawdown(0.04m, BreakerActionKind.ReducePosition) with { Id = Id(2), Rearm = new(RearmMode.AutoTime) { After = TimeSpan.FromSeconds(20) } },
        Some.Breaker("PNL", 0.08m, BreakerActionKind.CancelOrders, BreakerActionKind.PauseTrading) with { Id = Id(3), Rearm = new(RearmMode.NextDay) },
        Some.Breaker("MAX_POSITION_SIZE", 3, BreakerActionKind.ReducePosition) with { Id = Id(4), Qualify = new(TimeSpan.Zero, 1), Rearm = new(RearmMode.AutoRecover) },
        Some.Breaker("CONSECUTIVE_LOSSES", 2, BreakerActionKind.PauseTrading) with { Id = Id(5) },
        Some.Breaker("LEVERAGE", 4) with { Id = Id(6), Stages = Some.Stages((0.8m, BreakerActionKind.Notify), (1, BreakerActionKind.ReducePosition)) },
        Some.Breaker("STALE_DATA", 8, BreakerActionKind.Notify) with { Id = Id(7) },
        Some.Breaker("TRAILING_STOP", 0.02m, BreakerActionKind.ReducePosition) with { Id = Id(8), Rearm = new(RearmMode.AutoTime) { After = TimeSpan.FromSeconds(9) } },
        Some.Breaker("EXPOSURE", 2.5m, BreakerActionKind.Notify).With("by", "UNDERLYING").With("side", "NET") with { Id = Id(9) },
        Some.Breaker("CONCENTRATION", 0.7m, BreakerActionKind.Notify) with { Id = Id(10) },
        Some.Breaker("TRADE_COUNT", 6, BreakerActionKind.PauseTrading) with { Id = Id(11), Enforcement = Enforcement.Undo, Rearm = new(RearmMode.NextDay) },
        Some.Breaker("TIME_BASED", 1, BreakerActionKind.Notify).With("windows", "THU 12:01 1m; FRI 03:00 2h") with { Id = Id(12) },
        Some.Breaker("UNPROTECTED_POSITION", 12, BreakerActionKind.Notify) with { Id = Id(13) },
        Some.Breaker("RECONCILE_MISMATCH", 10, BreakerActionKind.Notify) with { Id = Id(14) },
        Some.Breaker("VOLATILITY", 1.5m, BreakerActionKind.Notify).With("short_minutes", "1").With("long_minutes", "20") with { Id = Id(15) },
        Some.Breaker("CONSECUTIVE_LOSSES", 3) with { Id = Id(16), Stages = [new Stage(1, [new(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromSeconds(40) }, new(BreakerActionKind.SetStops) { Distance = 0.05m }])] },
    ];

    private static readonly Arbitrary<int[]> Courses = Gen.Choose(0, 9_999).ArrayOf(60).ToArbitrary();

    [Fact]
    public void A_restart_at_any_moment_changes_no_event() => Check(course =>
    {
        var (before, after) = (course[..(course.Length / 2)], course[(course.Length / 2)..]);
        var straight = Play(Play(Start(), before).LoadRules(), after);
        var stopped = Play(Play(Start(), before).Restart().LoadRules(), after);

        Assert.Equal(Told(straight), Told(stopped));
        Assert.Equal(straight.Reductions, stopped.Reductions);
        Assert.Equal(straight.Snapshot.Book.Equity, stopped.Snapshot.Book.Equity);
    });

    [Fact]
    public void Looking_changes_nothing() => Check(course =>
    {
        var unseen = Play(Start(), course);
        var watched = Play(Start(), course, desk => { _ = desk.Snapshot; desk.Engine.EvaluateBreakers(); desk.Engine.CaptureState(); });

        Assert.Equal(unseen.Events.Select(e => e.Hash), watched.Events.Select(e => e.Hash));
    });

    [Fact]
    public void Flat_stays_flat_no_reduction_is_ever_asked_for() => Check(course =>
    {
        var desk = Play(new Desk().Read().Configure(Breakers), course, allowPositions: false);

        Assert.Empty(desk.Reductions);
    });

    [Fact]
    public void A_tripped_breaker_never_trips_again_before_it_is_armed() => Check(course =>
    {
        var tripped = new HashSet<(Guid, int)>();
        foreach (var e in Play(Start(), course).Events)
        {
            if (e.Kind == BreakerEventKind.Triggered)
            {
                Assert.True(tripped.Add((e.BreakerId, e.TripSeq)));
            }
        }

        // The first breaker is armed by the trader alone, and no trader resumes it here.
        Assert.True(tripped.Count(trip => trip.Item1 == Breakers[0].Id) <= 1);
    });

    [Fact]
    public void A_target_is_never_above_what_is_held_and_only_falls_within_a_plan() => Check(course =>
    {
        var desk = Start();
        foreach (var step in course)
        {
            var held = desk.Snapshot.Positions.ToDictionary(position => (position.Instrument, position.Side), position => Math.Abs(position.Quantity));
            var before = desk.Reductions.Count;
            Play(desk, [step]);
            Assert.All(desk.Reductions.Skip(before), reduction =>
                Assert.True(reduction.Target <= Math.Max(held.GetValueOrDefault((reduction.Instrument, reduction.Side)), Held(desk, reduction))));
        }
    });

    [Fact]
    public void Without_sight_nothing_clears_and_nothing_is_closed() => Check(course =>
    {
        var desk = Play(Start(), course);
        var before = desk.Snapshot.Breakers;
        desk.Mark("BTCUSDT", 0, 0.1).Mark("ETHUSDT", 0, 0.1).Forget();

        for (var i = 0; i < 20; i++)
        {
            desk.Mark("BTCUSDT", -1, 1).Wait(1);
        }

        Assert.DoesNotContain(desk.Events, e => e.Kind == BreakerEventKind.Resolved && e.Type is "MAX_POSITION_SIZE" or "LEVERAGE");
        Assert.Empty(desk.Reductions);
    }, course => Play(Start(), course).Snapshot.Positions.Length > 0);

    [Fact]
    public void Every_message_twice_is_every_message_once() => Check(course =>
    {
        // Without closing on the engine's word: a breaker armed by a message may trip at its repetition, and so close a message earlier.
        int[] told = [.. course.Where(number => number % 10 != 8)];
        var once = Play(Start(), told);
        var twice = Play(Start(), told, repeats: 2);

        Assert.Equal(once.Snapshot.Book.Equity, twice.Snapshot.Book.Equity);
        Assert.Equal(once.Snapshot.Book.FeesToday, twice.Snapshot.Book.FeesToday);
        Assert.Equal(once.Snapshot.Breakers.Single(breaker => breaker.Breaker.Id == Id(5)).Value, twice.Snapshot.Breakers.Single(breaker => breaker.Breaker.Id == Id(5)).Value);
    });

    [Fact]
    public void An_input_that_comes_again_under_its_number_changes_no_event() => Check(course =>
    {
        var once = Play(Start(), course);
        var desk = Start();
        desk.IsReplayed = true;
        var twice = Play(desk, course);

        Assert.Equal(once.Events, twice.Events);
    });

    [Fact]
    public void Resuming_asks_for_the_same_targets_however_often() => Check(course =>
    {
        var desk = Play(Start(), course);
        var (first, second) = (new List<RiskDecision>(), new List<RiskDecision>());

        desk.Engine.ResumePlans(first);
        desk.Engine.ResumePlans(second);

        Assert.Equal(first, second);
        // Live it may have been asked for less: a stricter plan that is met by now no longer counts.
        Assert.All(first.OfType<RiskDecision.ReduceTo>(), again =>
            Assert.Contains(desk.Reductions, asked => (asked.PlanId, asked.Instrument, asked.Side) == (again.PlanId, again.Instrument, again.Side)));
    });

    [Fact]
    public void A_latched_breaker_stays_latched_until_the_trader_resumes_it() => Check(course =>
    {
        var desk = Start();
        foreach (var step in course)
        {
            var before = Latched(desk);
            Play(desk, [step]);
            Assert.Subset(Latched(desk), before);
        }
    });

    [Fact]
    public void Transfers_leave_the_drawdown_alone()
    {
        Prop.ForAll(Gen.Choose(-80, 300).ArrayOf(12).ToArbitrary(), percents =>
        {
            // Told by fills and ledger alike: by the fills alone a deposit of just that size could be the ledger's word that nothing was lost.
            var desk = new Desk().Read().Configure(Some.Drawdown(0.5m)).Trade(-1_000).Book(LedgerKind.RealizedPnl, -1_000);
            foreach (var percent in percents)
            {
                desk.Transfer(desk.Wallet * percent / 100);
            }

            Assert.Equal(0.1m, desk.Snapshot.Book.Drawdown!.Value, 12);
            Assert.Equal(-1_000, desk.Snapshot.Book.DayPnl!.Value, 6);
        }).Check(Config.QuickThrowOnFailure);
    }

    /// <summary>Silence is counted anew after a restart, so the breaker that measures it may say something else.</summary>
    private static IEnumerable<object> Told(Desk desk) => desk.Events.Where(e => e.Type != "STALE_DATA")
        .Select(e => (object)(e.BreakerId, e.Kind, e.TripSeq, e.Value, e.Explanation, e.Consequence, e.At));

    /// <summary>Trips that only the trader ends.</summary>
    private static HashSet<(Guid Breaker, int Trip)> Latched(Desk desk) =>
        [.. desk.Engine.CaptureState().Breakers.SelectMany(watch => watch.Cells
            .Where(cell => cell.Status == BreakerStatus.Latched).Select(cell => (watch.Breaker.Id, cell.TripSeq)))];

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 9]);

    private static void Check(Action<int[]> property, Func<int[], bool>? when = null) =>
        Prop.ForAll(Courses, course =>
        {
            if (when?.Invoke(course) ?? true)
            {
                property(course);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static decimal Held(Desk desk, RiskDecision.ReduceTo reduction) => Math.Abs(
        desk.Snapshot.Positions.FirstOrDefault(position => position.Instrument == reduction.Instrument && position.Side == reduction.Side)?.Quantity ?? 0);

    private static Desk Start() => new Desk().Read().Hold("BTCUSDT", 0.2m, 100_000).Mark("BTCUSDT", 100_000).Configure(Breakers);

    /// <summary>Plays a course: every number is one thing that happens, in kind and size.</summary>
    private static Desk Play(Desk desk, int[] course, Action<Desk>? look = null, bool allowPositions = true, int repeats = 1)
    {
        foreach (var number in course)
        {
            var size = number / 10 % 1_000;
            desk.Repeats = repeats;
            Happen(desk, number % 10, size, allowPositions);
            look?.Invoke(desk);
        }

        return desk;
    }

    private static void Happen(Desk desk, int kind, int size, bool allowPositions)
    {
        switch (kind)
        {
            case 0 or 1 or 2:
                desk.Mark("BTCUSDT", 95_000 + (size * 10), 0.3 + (size % 7));
                break;
            case 3:
                desk.Mark("ETHUSDT", 2_300 + decimal.Round(size / 3m, 2), 0.2);
                break;
            case 4:
                desk.Trade((size % 2 == 0 ? -1 : 1) * (size / 10m));
                break;
            case 5:
                desk.Transfer((size - 300) * 2);
                break;
            case 6:
                desk.Wait(size % 4).Read();
                break;
            case 7 when allowPositions:
                desk.Hold(size % 2 == 0 ? "BTCUSDT" : "ETHUSDT", size % 2 == 0 ? (size - 300) / 1_000m : (size - 500) / 100m, size % 2 == 0 ? 100_000 : 2_500);
                break;
            case 8:
                desk.Execute();
                break;
            case 9 when size < 100:
                desk.Wait(TimeSpan.FromHours(size % 9));
                break;
            default:
                desk.Wait(0.25);
                break;
        }
    }
}
