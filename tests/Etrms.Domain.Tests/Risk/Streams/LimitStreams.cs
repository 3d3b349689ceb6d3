using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

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
            Assert.True(LimitJudge.Protects(holds, configured), $"configured {Describe(configured)}, in force {Describe(holds)}");
        }

        Assert.True(LimitJudge.Protects(world.Engine.Settings, settings), "a setting is wider than configured");
    }

    private static string Describe(CircuitBreaker breaker) => JsonSerializer.Serialize(breaker);

    private static RiskSettings Changed(RiskSettings settings, Dice dice) => settings with
    {
        MaxOrdersPerMinute = 10 + dice.Below(200),
        MinLiquidationDistance = dice.Below(10) / 100m,
        MarkStaleAfter = TimeSpan.FromSeconds(2 + dice.Below(7)),
        CloseAfter = dice.Seconds(3),
    };
}
