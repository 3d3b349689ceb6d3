using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>How the trader likes to see the portal: numbers, times, columns, charts by keyboard, and lists as files.</summary>
[Collection(Demo.Name)]
public sealed class DisplayTests(DemoSystem system)
{
    /// <summary>A curve needs two points, and one is kept each minute of market time.</summary>
    private static readonly TimeSpan TwoPoints = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task Number_style_zone_and_colours_are_previewed_and_kept()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/settings");

        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "1.234,56" }).CheckAsync();
        await page.GetByLabel("Time zone").SelectOptionAsync("Asia/Kolkata");
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Inverted" }).CheckAsync();
        await portal.Expect(page.Locator(".sample")).ToContainTextAsync("+12.845,30");
        await portal.Expect(page.Locator("html")).ToHaveAttributeAsync("data-colours", "inverted");
        await portal.Button("Save").ClickAsync();
        await page.GotoAsync("/");

        await portal.Expect(page.Locator(".tile-main .tile-value data")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\d+\.\d{3},\d\d$"));
        await portal.Expect(page.Locator("html")).ToHaveAttributeAsync("data-zone", "Asia/Kolkata");
        await portal.Expect(page.Locator("html")).ToHaveAttributeAsync("data-colours", "inverted");
    }

    [Fact]
    public async Task A_hidden_column_stays_hidden()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/events");
        await page.Locator(".column-chooser summary").PressAsync("Enter");
        await page.GetByLabel("What happened").PressAsync("Space");
        await portal.Button("Show these").PressAsync("Enter");

        await portal.SeesAsync(page.GetByText("Columns (1 hidden)"));
        await portal.Expect(page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "What happened" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_equity_chart_is_read_by_arrow_keys_through_refreshes_of_the_page()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        var chart = page.GetByRole(AriaRole.Slider, new PageGetByRoleOptions { Name = "Equity and drawdown" });
        await portal.Expect(chart).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = (float)TwoPoints.TotalMilliseconds });

        await chart.PressAsync("Home");
        await portal.Expect(chart).ToHaveAttributeAsync("aria-valuenow", "1");
        await portal.Expect(chart).ToHaveAttributeAsync("aria-valuetext", new System.Text.RegularExpressions.Regex("Equity .*Drawdown "));
        await page.EvaluateAsync("() => new Promise((done) => document.addEventListener('portal:refreshed', done, { once: true }))");

        await portal.Expect(chart).ToBeFocusedAsync();
        await portal.Expect(chart).ToHaveAttributeAsync("aria-valuenow", "1");
        Assert.Empty(await Axe.ViolationsAsync(page));
    }

    [Theory]
    [InlineData("/positions?handler=Export&format=csv", "account,exchange,symbol")]
    [InlineData("/positions?handler=Export&tab=orders&format=csv", "account_id,exchange,symbol")]
    [InlineData("/events?handler=Export&format=csv", "seq,at,breaker")]
    [InlineData("/?handler=Equity", "at,equity,drawdown")]
    public async Task Lists_are_kept_as_files(string address, string header)
    {
        await using var portal = await system.OpenLoggedInAsync();

        var answer = await portal.Page.Context.APIRequest.GetAsync(new Uri(system.Portal, address).ToString());

        Assert.Equal(200, answer.Status);
        Assert.Equal("text/csv", answer.Headers["content-type"]);
        Assert.StartsWith(header, await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Market_time_moves_with_the_live_channel()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var time = portal.Page.Locator("time[data-live='risk-metrics/market_time']");
        var seen = await time.InnerTextAsync();

        await portal.Expect(time).Not.ToHaveTextAsync(seen, new LocatorAssertionsToHaveTextOptions { Timeout = (float)PortalPage.Patience.TotalMilliseconds });
    }
}
