using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>Every page: readable for assistive technology in both themes, usable on a small phone, without complaints of the browser.</summary>
[Collection(Demo.Name)]
public sealed class PageTests(DemoSystem system)
{
    private static readonly string[] Pages =
    [
        "/", "/positions", "/positions?tab=orders", "/positions/cancel", "/breakers", "/breakers/new", "/breakers/new?type=MAX_DRAWDOWN",
        "/breakers/new?template=daily-loss", "/breakers/drill", "/risk", "/risk/what-if", "/risk/ruin",
        "/risk/ruin?Question.Multiples=1.5+-1&Question.Risk=1", "/risk/venue-down", "/events", "/accounts",
        "/accounts/connect", "/keys", "/alerts", "/emergency", "/monitoring/stop", "/settings", "/settings/notifications",
        "/settings/notifications/new", "/configuration", "/configuration/edit?section=staleness", "/configuration/history",
        "/configuration/import", "/backtests", "/backtests/new", "/backtests/new?type=Standard", "/backtests/new?type=Optimization",
        "/backtests/new?type=WalkForward", "/backtests/new?type=MonteCarlo", "/backtests/compare", "/jobs", "/jobs?tab=history",
        "/jobs?tab=schedules", "/jobs/pause", "/market", "/market/binance/BTCUSDT", "/market/binance/BTCUSDT?part=volatility&Risk=100",
        "/market/binance/BTCUSDT?part=liquidity&Notional=10000", "/market/binance/NOSUCH", "/market/correlation?exchange=BINANCE", "/market/portfolio?exchange=BINANCE", "/no-such-page",
    ];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_violates_accessibility_rules(ColorScheme scheme)
    {
        await using var portal = await system.OpenLoggedInAsync(new BrowserNewContextOptions { ColorScheme = scheme });
        var violations = new List<string>();

        foreach (var address in Pages)
        {
            await portal.Page.GotoAsync(address);
            violations.AddRange((await Axe.ViolationsAsync(portal.Page)).Select(violation => $"{address} {violation}"));
        }

        Assert.Empty(violations);
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task No_page_scrolls_sideways_on_a_phone_of_360_pixels()
    {
        await using var portal = await system.OpenLoggedInAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 360, Height = 740 },
            IsMobile = true,
            HasTouch = true,
        });
        var tooWide = new List<string>();

        foreach (var address in Pages)
        {
            await portal.Page.GotoAsync(address);
            var overflow = await portal.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0)
            {
                tooWide.Add($"{address} by {overflow} pixels");
            }
        }

        Assert.Empty(tooWide);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/login?reason=ended")]
    public async Task The_login_is_accessible_too(string address)
    {
        await using var portal = await system.OpenAsync();
        await portal.Page.GotoAsync(address);

        Assert.Empty(await Axe.ViolationsAsync(portal.Page));
    }
}
