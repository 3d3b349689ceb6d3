using Etrms.Domain.Risk;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>An account without positions stays without: nothing is ever asked for that could open one, and no late word brings one back.</summary>
public sealed class FlatStreams
{
    private static readonly StreamOptions Idle = new() { Trades = false };

    [Fact]
    public void Flat_stays_flat() => EveryStream.Hold(6, stream => IsFlat(StreamWorld.Play(stream, Idle, new FlatWatch())), stream => StreamWorld.Play(stream, Idle));

    [Fact]
    public void Flat_again_stays_flat_whatever_is_told_of_before() => EveryStream.Hold(8, stream =>
    {
        var (before, after) = (stream.Acts[..(stream.Acts.Length / 2)], stream.Acts[(stream.Acts.Length / 2)..]);
        var world = StreamWorld.Play(stream with { Acts = before });
        CloseAll(world, isReadLate: stream.Seed % 2 == 0);
        var closedAt = world.Inputs.Count;
        world.Options = Idle;
        world.Watch(new FlatWatch());

        foreach (var act in after)
        {
            var dice = new Dice(act);
            StreamActs.Happen(world, dice);
            Repeat(world, closedAt, dice);
            IsFlat(world);
        }
    });

    private static void IsFlat(StreamWorld world) => Assert.All(world.State.Books.Accounts, account => Assert.Empty(account.Positions));

    /// <summary>
    /// The trader closes everything, and perhaps a reading that was taken before arrives after. Where the engine has not heard of all, further readings
    /// tell it.
    /// </summary>
    private static void CloseAll(StreamWorld world, bool isReadLate)
    {
        var late = world.Accounts.Select(account => (account.Id, Reading: account.Reading(world.Marks, world.Market))).ToList();
        foreach (var account in world.Accounts)
        {
            account.IsDeaf = false;
            foreach (var position in account.Positions.Values.ToList())
            {
                StreamTrades.Move(world, account, (position.Instrument, position.Side), 0, new Dice(1));
            }
        }

        var isHeard = world.State.Books.Accounts.All(account => account.Positions.IsEmpty);
        foreach (var (account, reading) in isReadLate ? late : [])
        {
            world.Tell(times => new RiskEvent.AccountSnapshotTaken(account, reading) { Times = times });
        }

        for (var i = 0; i < 3 && !isHeard; i++)
        {
            world.Pass(1.5m);
            world.Beat();
        }

        IsFlat(world);
    }

    /// <summary>Positions of before are told once more.</summary>
    private static void Repeat(StreamWorld world, int before, Dice dice)
    {
        foreach (var told in world.Inputs.Take(before).OfType<RiskEvent.PositionChanged>().ToList())
        {
            if (dice.Chance(30))
            {
                world.Tell(told with { Times = told.Times with { ReceivedAt = world.Times.ReceivedAt } });
            }
        }
    }

    private sealed class FlatWatch : IStreamWatch
    {
        public void After(StreamWorld world, RiskEvent input, IReadOnlyList<RiskDecision> decided) =>
            Assert.DoesNotContain(decided, decision => decision is RiskDecision.ReduceTo or RiskDecision.SetProtection);
    }
}
