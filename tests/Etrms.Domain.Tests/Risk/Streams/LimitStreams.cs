using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>The limits that hold are never wider than those that are configured, whatever waits for a day boundary or for a breaker to be armed.</summary>
public sealed class LimitStreams
{
    private const int Length = 7;

    [Fact]
    public void Effective_limits_never_exceed_the_configured_ones() => EveryStream.Hold(Length, stream =>
    {
        var world = new StreamWorld(stream, new StreamOptions { IsPaper = stream.Seed % 4 == 0 });
        var (settings, version) = (RiskSettings.Default, 0);
        foreach (var act in stream.Acts)
        {
            var dice = new Dice(act);
            switch (dice.Below(4))
            {
                case 0:
                    Configure(world, dice);
                    break;
                case 1 when dice.Chance(50):
                    settings = Changed(settings, dice);
                    world.Tell(times => new RiskEvent.SettingsChanged(settings, ++version) { Times = times });
                    break;
                default:
                    StreamActs.Happen(world, dice);
                    break;
            }

            Hold(world, settings);
        }
    });

    /// <summary>One breaker changes, goes, or comes back; now and then the configuration of before is told again.</summary>
    private static void Configure(StreamWorld world, Dice dice)
    {
        var at = dice.Below(world.Breakers.Length);
        var breaker = world.Breakers[at];
        ImmutableArray<CircuitBreaker> configured = dice.Below(10) switch
        {
            0 => [.. world.Breakers.Where(known => known.Id != breaker.Id || world.Breakers.Length == 1)],
            1 => world.Inputs.OfType<RiskEvent.BreakersChanged>().First().Breakers,
            _ => world.Breakers.SetItem(at, RandomBreakers.Changed(breaker, ++world.Ids + 1, dice)),
        };
        world.Breakers = configured;
        world.Tell(times => new RiskEvent.BreakersChanged(configured) { Times = times });
    }

    private static void Hold(StreamWorld world, RiskSettings settings)
    {
        var effective = world.State.Breakers.ToDictionary(watch => watch.Breaker.Id, watch => watch.Breaker);
        foreach (var configured in world.Breakers)
        {
            Assert.True(effective.TryGetValue(configured.Id, out var holds), $"{configured.Name} is configured and does not stand");
            Assert.True(
                BreakerComparison.Compare(configured, Comparable(holds, configured)) != BreakerChange.Looser, $"configured {Describe(configured)}, in force {Describe(holds)}");
        }

        Assert.Equal(RiskConfiguration.HashOf(world.Engine.Settings), RiskConfiguration.HashOf(RiskConfiguration.Tighten(world.Engine.Settings, settings)));
    }

    /// <summary>
    /// Where neither of two is the tighter one (scopes that do not contain each other, ways of re-arming, a qualification of its own against the
    /// settings'), the one in force stays until the change may take effect.
    /// </summary>
    private static CircuitBreaker Comparable(CircuitBreaker holds, CircuitBreaker configured) => holds with
    {
        ActScope = configured.ActScope,
        Rearm = holds.Rearm.Mode == configured.Rearm.Mode || configured.Rearm.Mode == RearmMode.Manual ? holds.Rearm : configured.Rearm,
        Qualify = holds.Qualify is null == configured.Qualify is null ? holds.Qualify : configured.Qualify,
    };

    private static string Describe(CircuitBreaker breaker) => JsonSerializer.Serialize(breaker);

    private static RiskSettings Changed(RiskSettings settings, Dice dice) => settings with
    {
        MaxOrdersPerMinute = 10 + dice.Below(200),
        MinLiquidationDistance = dice.Below(10) / 100m,
        MarkStaleAfter = TimeSpan.FromSeconds(2 + dice.Below(7)),
        CloseAfter = dice.Seconds(3),
    };
}
