using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Integration.Tests.Running;

[Collection(nameof(RunningSystem))]
public sealed class EquityTests(RunningSystem system)
{
    [Fact]
    public async Task The_equity_curve_is_kept_in_market_time_and_thinned_on_request()
    {
        var key = await system.Venue.CreateAccountAsync(10_000);
        await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Curve"));

        var points = await Eventually.GetAsync(
            "the curve has a point", async _ => (await system.Trader.GetAsync<EquityView>("/risk/equity?points=2")).Points is { Count: > 0 } found ? found : null);

        Assert.InRange(points.Count, 1, 2);
        Assert.All(points, point => Assert.True(point.Equity > 0));
        var later = Uri.EscapeDataString(points[^1].At.AddDays(1).ToString("O"));
        Assert.Empty((await system.Trader.GetAsync<EquityView>($"/risk/equity?from={later}")).Points);
    }

    [Fact]
    public async Task Drawdowns_of_the_stored_curve_are_told_and_an_empty_range_is_a_reason()
    {
        var start = new DateTimeOffset(2021, 3, 1, 0, 0, 0, TimeSpan.Zero);
        decimal[] units = [1m, 0.9m, 0.8m, 1.1m, 0.99m];
        await using (var database = system.OpenDatabase())
        {
            database.EquityPoints.AddRange(units.Select((unit, minute) => new EquityPointRow
            {
                AccountId = EquityPointRow.WholeBook,
                At = start.AddMinutes(minute),
                Equity = unit * 10_000,
                UnitValue = unit,
                RecordedAt = start,
            }));
            await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var falls = await FallsAsync(start, start.AddMinutes(10));
        var empty = await FallsAsync(start.AddMinutes(-10), start.AddMinutes(-5));

        Assert.Equal((5, 2, null), (falls.Points, falls.EpisodeCount, falls.Reason));
        Assert.Equal([(0.2, false), (0.1, true)], falls.Episodes.Select(fall => (Math.Round(fall.Depth, 9), fall.IsOpen)));
        Assert.Equal((start, start.AddMinutes(2), start.AddMinutes(3), 180L, 60L), (
            falls.Episodes[0].PeakAt, falls.Episodes[0].TroughAt, falls.Episodes[0].RecoveredAt, falls.Episodes[0].LengthSeconds, falls.Episodes[0].RecoverySeconds));
        Assert.Equal((0, null, null, null), (empty.Points, empty.Maximum, empty.UlcerIndex, empty.Current));
        Assert.NotNull(empty.Reason);
    }

    private Task<DrawdownsView> FallsAsync(DateTimeOffset from, DateTimeOffset to) => system.Trader.GetAsync<DrawdownsView>(
        $"/risk/drawdowns?from={Uri.EscapeDataString(from.ToString("O"))}&to={Uri.EscapeDataString(to.ToString("O"))}");
}
