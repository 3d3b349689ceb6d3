using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class LiquidityTests
{
    private static readonly CircuitBreaker Cost = Some.Watch("LIQUIDITY", 0.001m);
    private static readonly CircuitBreaker Depth = Some.Watch("LIQUIDITY", 2).With("measure", "DEPTH").With("within_bps", "10");

    [Fact]
    public void The_cost_is_what_the_sweep_loses_against_the_mark_over_equity()
    {
        // 0.1 at the best of 99,990, 0.1 more within 5 basis points: 0.1 x 10 and 0.1 x (10 + 49.995) below the mark.
        var desk = Shown(Holding(Cost, 0.2m), [new(99_990, 0.1m), new(99_950, 5m)], [new(100_010, 9m)]);

        desk.Wait(0.25);

        Assert.Equal(6.9995m / 10_000, desk.Breaker(Cost).Value!.Value, 8);
    }

    [Fact]
    public void A_short_is_bought_back_from_the_asks_and_a_thin_book_trips()
    {
        var desk = Shown(Holding(Cost, -1m), [new(99_990, 9m)], [new(100_010, 0.1m)]);

        desk.Wait(0.25);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Cost));
    }

    [Fact]
    public void The_depth_near_the_best_price_is_compared_with_the_position()
    {
        var desk = Shown(Holding(Depth, 0.9m), [new(100_000, 0.1m), new(99_920, 0.2m), new(99_000, 50m)], [new(100_010, 9m)]);

        desk.Wait(0.25);

        Assert.Equal(3, desk.Breaker(Depth).Value);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Depth));
    }

    [Fact]
    public void FC_10_Without_a_book_or_with_a_stale_one_it_is_unknown_and_trips_nothing()
    {
        var desk = Holding(Cost, 1m).Wait(0.25);
        Assert.Null(desk.Breaker(Cost).Value);

        Shown(desk, [], [new(100_010, 9m)]).Wait(0.25);
        Assert.Contains("has no book", Explained(desk), StringComparison.Ordinal);
        Shown(desk, [new(99_999, 50m)], [new(100_010, 50m)]).Wait(0.25);
        Assert.NotNull(desk.Breaker(Cost).Value);
        for (var i = 0; i < 12; i++)
        {
            desk.Mark("BTCUSDT", 100_000).Wait(0);
        }

        Assert.Null(desk.Breaker(Cost).Value);
        Assert.DoesNotContain(BreakerEventKind.Triggered, desk.Told(Cost));
    }

    [Fact]
    public void Flat_costs_nothing_and_wants_no_book()
    {
        var desk = new Desk().Read().Configure(Cost).Wait(0.25);

        Assert.Equal(0, desk.Breaker(Cost).Value);
        Assert.Empty(desk.Engine.ContractsInDepth());
        Assert.Equal([Some.Id("BTCUSDT")], Holding(Cost, 1m).Engine.ContractsInDepth());
    }

    private static Desk Holding(CircuitBreaker breaker, decimal quantity) =>
        new Desk().Read().Hold("BTCUSDT", quantity, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker);

    private static Desk Shown(Desk desk, ImmutableArray<BookLevel> bids, ImmutableArray<BookLevel> asks) =>
        desk.Post(new RiskEvent.DepthChanged(Some.Id("BTCUSDT"), BookDepth.Of(bids), BookDepth.Of(asks)) { Times = desk.Times });

    private static string Explained(Desk desk) => desk.Engine.EvaluateBreakers().Single().Explanation;
}
