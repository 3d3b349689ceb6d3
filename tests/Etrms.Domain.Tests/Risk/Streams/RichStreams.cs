using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>What holds in every stream, whatever happens. The streams are played once for all of it.</summary>
public sealed class RichStreams(RichStreams.Run run) : IClassFixture<RichStreams.Run>
{
    [Fact]
    public void A_latched_breaker_never_trips_again_and_only_the_trader_arms_it() => run.Holds(nameof(LatchWatch));

    [Fact]
    public void An_unknown_never_clears_and_never_trips_but_by_fail_safe() => run.Holds(nameof(SightWatch));

    [Fact]
    public void Targets_are_the_smallest_that_is_wanted_and_asking_again_asks_for_the_same() => run.Holds(nameof(TargetWatch));

    [Fact]
    public void The_event_hashes_are_the_same_whenever_duplicates_and_late_facts_arrive() => run.Holds(nameof(Duplicates));

    [Fact]
    public void The_streams_are_rich_enough_to_break_what_they_hold()
    {
        Assert.Equal(ConditionCatalog.All.Select(condition => condition.Key).Order(), run.Types.Order());
        Assert.All(Enum.GetValues<BreakerEventKind>().Except([BreakerEventKind.EvaluationError]), kind => Assert.InRange(run.Kinds.GetValueOrDefault(kind), 50, int.MaxValue));
    }

    public sealed class Run
    {
        private const int Length = 11;

        private readonly Dictionary<string, string> _reports = [];

        private readonly Dictionary<string, Action<RandomStream>> _properties = new()
        {
            [nameof(LatchWatch)] = stream => StreamWorld.Play(stream, new StreamOptions(), new LatchWatch()),
            [nameof(SightWatch)] = stream => StreamWorld.Play(stream, new StreamOptions(), new SightWatch()),
            [nameof(TargetWatch)] = stream => StreamWorld.Play(stream, new StreamOptions(), new TargetWatch()),
            [nameof(Duplicates)] = stream => Duplicates.Check(StreamWorld.Play(stream), stream.Seed),
        };

        public Run()
        {
            foreach (var stream in RandomStream.All(Length))
            {
                Guard[] guards = [new(new LatchWatch()), new(new SightWatch()), new(new TargetWatch())];
                var world = StreamWorld.Play(stream, new StreamOptions(), guards);
                foreach (var guard in guards.Where(guard => guard.IsBroken))
                {
                    Report(guard.Name, stream);
                }

                if (!_reports.ContainsKey(nameof(Duplicates)) && EveryStream.Break(_ => Duplicates.Check(world, stream.Seed), stream) is not null)
                {
                    Report(nameof(Duplicates), stream);
                }

                Count(world);
            }
        }

        internal HashSet<string> Types { get; } = [];

        internal Dictionary<BreakerEventKind, int> Kinds { get; } = [];

        public void Holds(string property) => Assert.True(!_reports.TryGetValue(property, out var report), report);

        private void Report(string name, RandomStream stream)
        {
            if (!_reports.ContainsKey(name))
            {
                var property = _properties[name];
                _reports[name] = EveryStream.Report(stream.Shrink(shorter => EveryStream.Break(property, shorter) is not null), property, null);
            }
        }

        private void Count(StreamWorld world)
        {
            Types.UnionWith(world.Breakers.Select(breaker => breaker.Type));
            foreach (var e in world.Events)
            {
                Kinds[e.Kind] = Kinds.GetValueOrDefault(e.Kind) + 1;
            }
        }
    }

    /// <summary>Keeps one watch's fault from the others, and looks no further once there is one.</summary>
    private sealed class Guard(IStreamWatch watch) : IStreamWatch
    {
        public string Name => watch.GetType().Name;

        public bool IsBroken { get; private set; }

        public void After(StreamWorld world, RiskEvent input, IReadOnlyList<RiskDecision> decided)
        {
            try
            {
                if (!IsBroken)
                {
                    watch.After(world, input, decided);
                }
            }
            catch (Exception)
            {
                IsBroken = true;
            }
        }
    }
}
