using Etrms.Contracts;

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
}
