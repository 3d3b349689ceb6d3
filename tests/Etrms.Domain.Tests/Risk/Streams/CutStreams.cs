using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Targets, not deltas: however many breakers and stages ask, in whatever order and however often it is carried out, the strictest holds.</summary>
public sealed class CutStreams
{
    private static readonly InstrumentId[] Contracts = [.. new[] { "BTCUSDT", "ETHUSDT" }.Select(Some.Id)];

    [Fact]
    public void Targets_are_idempotent_and_the_strictest_cut_of_all_that_tripped_is_the_one_that_is_made() => EveryStream.Hold(1, stream =>
    {
        var dice = new Dice(stream.Seed);
        var desk = new Desk();
        var held = Open(desk, dice);
        var live = new Dictionary<(InstrumentId, PositionSide), decimal>(held);
        var breakers = Breakers(dice);

        desk.Read().Configure([.. breakers]);
        foreach (var price in (decimal[])[100m, 94m, 88m, 99m])
        {
            desk.Marks("BTCUSDT", price).Marks("ETHUSDT", price);
            CarryOut(desk, live, dice);
        }

        CarryOut(desk, live, dice);
        var keep = breakers.SelectMany(breaker => breaker.Stages).SelectMany(stage => stage.Actions)
            .Where(action => action.Kind != BreakerActionKind.Notify).Min(action => 1 - (action.ReduceBy ?? 1));
        Assert.All(held, leg => Assert.Equal(leg.Value * keep, live[leg.Key]));
        Assert.All(desk.Reductions, reduction => Assert.IsNotType<FlatteningStep.Send>(Next(reduction, live)));
    });

    /// <summary>Legs of both sides in one-way and hedge mode.</summary>
    private static Dictionary<(InstrumentId, PositionSide), decimal> Open(Desk desk, Dice dice)
    {
        var held = new Dictionary<(InstrumentId, PositionSide), decimal>();
        var isHedged = dice.Chance(50);
        foreach (var contract in Contracts)
        {
            foreach (var side in isHedged ? new[] { PositionSide.Long, PositionSide.Short } : [PositionSide.Both])
            {
                var sign = side == PositionSide.Short || (side == PositionSide.Both && dice.Chance(50)) ? -1 : 1;
                held[(contract, side)] = sign * (dice.Below(500) + 100);
                desk.Hold(contract.Symbol, held[(contract, side)], 100, side);
            }
        }

        return held;
    }

    /// <summary>All trip at one price: those by size with all of their stages, those by the price's way with one after the other.</summary>
    private static ImmutableArray<CircuitBreaker> Breakers(Dice dice)
    {
        var isTrail = dice.Chance(50);
        return
        [
            .. Enumerable.Range(1, dice.Below(2) + 2).Select(number => (isTrail ? Some.Breaker("TRAILING_STOP", 0.1m) : Some.Breaker("LEVERAGE", 0.5m)) with
            {
                Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 8]),
                Qualify = new(TimeSpan.Zero, 1),
                Stages = [new Stage(0.5m, [Cut(dice)]), new Stage(1, [Cut(dice), new(BreakerActionKind.Notify)])],
            }),
        ];
    }

    private static BreakerAction Cut(Dice dice) => dice.Chance(15)
        ? new(BreakerActionKind.ClosePositions)
        : new(BreakerActionKind.ReducePosition) { ReduceBy = dice.Of(0.1m, 0.25m, 0.5m, 0.8m) };

    /// <summary>The executor takes up some of what was asked for, in any order, some of it twice, and reports it or not.</summary>
    private static void CarryOut(Desk desk, Dictionary<(InstrumentId, PositionSide), decimal> live, Dice dice)
    {
        var asked = desk.Reductions;
        desk.Engine.ResumePlans(desk.Decisions);
        foreach (var reduction in asked.Concat(desk.Reductions).OrderBy(_ => dice.Next()).ToList())
        {
            var leg = (reduction.Instrument, reduction.Side);
            while (Next(reduction, live) is FlatteningStep.Send send)
            {
                var signed = send.Order.Side == OrderSide.Buy ? send.Order.Quantity : -send.Order.Quantity;
                Assert.True(Math.Sign(signed) == -Math.Sign(live[leg]) && Math.Abs(signed) <= Math.Abs(live[leg]), "an order that turns the position round");
                live[leg] += signed;
                desk.Pass(0.01).Hold(reduction.Instrument.Symbol, live[leg], 100, reduction.Side);
            }

            if (dice.Chance(50))
            {
                desk.Report(reduction, ActionOutcome.TargetMet, reduction.Target);
            }
        }
    }

    private static FlatteningStep Next(RiskDecision.ReduceTo reduction, Dictionary<(InstrumentId, PositionSide), decimal> live) => Flattening.Next(new FlatteningRequest
    {
        PlanId = reduction.PlanId,
        Account = reduction.Account,
        Instrument = Some.Instrument(reduction.Instrument.Symbol),
        Side = reduction.Side,
        Target = reduction.Target,
        Positions = [new Position { Instrument = reduction.Instrument, Side = reduction.Side, Quantity = live[(reduction.Instrument, reduction.Side)], EntryPrice = 100 }],
        OpenOrders = [],
        Attempt = 4,
    });
}
