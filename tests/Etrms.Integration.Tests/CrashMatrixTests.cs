using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Etrms.Workers.Risk;

namespace Etrms.Integration.Tests;

/// <summary>RISK FC-49: the worker dies at places of a closing, and the next one ends it as if nothing had happened.</summary>
public abstract class CrashMatrixTests(Servers servers)
{
    private const decimal Price = 100_000m;
    private const decimal Fallen = 93_000m;
    private const decimal Size = 1m;

    private static readonly TimeSpan DiesWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FlatWithin = TimeSpan.FromSeconds(30);

    /// <summary>Not the partial fill: here one order takes the whole size, so that place is never reached.</summary>
    public static TheoryData<int> Points =>
        [.. Enum.GetValues<CrashPoint>().Where(point => point != CrashPoint.PartialFillSeen).Select(point => (int)point)];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_worker_killed_while_it_closes_leaves_the_same_end_as_one_that_lives(int point)
    {
        await using var bed = await GuardBed.StartAsync(servers, balance: 100_000m);
        await PreparePositionAsync(bed);
        await using var first = await bed.StartWorkerAsync(new KeyValuePair<string, string>("Risk__CrashAt", $"{point}"));
        await bed.SeesPositionsAsync(1);
        await SpoilAnswersAsync(bed.Venue);

        await bed.Venue.SetPriceAsync(Fallen);
        await first.WaitForExitAsync(DiesWithin);
        await using var second = await bed.StartWorkerAsync();

        await Eventually.TrueAsync($"flat and told after a crash at {(CrashPoint)point}", async _ => await IsOverAsync(bed), FlatWithin);
        await AssertEndAsync(bed);
    }

    /// <summary>What happens to the venue's answers in this row of the matrix.</summary>
    private protected abstract Task SpoilAnswersAsync(PaperVenue venue);

    /// <summary>A long with everything that may stand in the way: an opening order, a take-profit over the whole size, a stop.</summary>
    private static async Task PreparePositionAsync(GuardBed bed)
    {
        await bed.Venue.OrderAsync(bed.Account, OrderSide.Buy, Size);
        await bed.Venue.OrderAsync(bed.Account, OrderSide.Buy, 0.1m, price: Price * 0.9m);
        await bed.Venue.OrderAsync(bed.Account, OrderSide.Sell, Size, price: Price * 1.04m, reduceOnly: true);
        await bed.Venue.ProtectAsync(bed.Account, stopLoss: Price * 0.6m);
        await bed.AddBreakerAsync(new CircuitBreaker
        {
            Id = Guid.NewGuid(),
            Name = "Drawdown",
            Type = "MAX_DRAWDOWN",
            Threshold = 0.05m,
            Stages = [new Stage(1m, [new BreakerAction(BreakerActionKind.ClosePositions)])],
            Qualify = new Qualification(TimeSpan.Zero, 1),
        });
    }

    private static async Task<bool> IsOverAsync(GuardBed bed) =>
        (await bed.EventsAsync()).Any(entry => entry.Kind == BreakerEventKind.Acted);

    private static async Task AssertEndAsync(GuardBed bed)
    {
        Assert.Empty(await bed.Venue.PositionsAsync(bed.Account));
        Assert.Empty(await bed.Venue.OpenOrdersAsync(bed.Account));
        var closing = (await bed.Venue.FillsAsync(bed.Account)).Where(fill => fill.Side == OrderSide.Sell).ToList();
        Assert.Equal(Size, closing.Sum(fill => fill.Quantity));
        Assert.Single(closing.Select(fill => fill.OrderId).Distinct(StringComparer.Ordinal));

        var events = await bed.EventsAsync();
        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Acted], events.Select(entry => entry.Kind));
        Assert.Equal(events.Skip(1).Select(entry => entry.PreviousHash), events.SkipLast(1).Select(entry => entry.Hash));
    }
}

public sealed class CrashMatrixWithOrdinaryAnswersTests(Servers servers) : CrashMatrixTests(servers)
{
    private protected override Task SpoilAnswersAsync(PaperVenue venue) => Task.CompletedTask;
}
