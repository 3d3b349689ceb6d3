using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>What the markets are like, from all of them at a glance to the cost of one order.</summary>
[Collection(Demo.Name)]
public sealed class MarketTests(DemoSystem system)
{
    [Fact]
    public async Task The_markets_are_read_and_a_size_and_a_cost_are_reckoned()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/market");
        await portal.SeesAsync(portal.Heading("Contracts"));
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "BTCUSDT" }).First.ClickAsync();
        await portal.SeesAsync(portal.Heading("States so far"));
        await portal.SeesAsync(portal.Heading("What it calls for"));

        await page.GotoAsync("/market/binance/BTCUSDT?part=volatility");
        await page.GetByLabel("Ready to lose").FillAsync("100");
        await portal.Button("Reckon").ClickAsync();
        await portal.SeesAsync(page.GetByText("Distance of the stop").Or(page.GetByText("it needs an amount above 0")));

        await page.GotoAsync("/market/binance/BTCUSDT?part=liquidity");
        foreach (var part in (string[])["Where it stood", "Large orders that stand", "Out of the ordinary"])
        {
            await portal.SeesAsync(portal.Heading(part));
        }

        await page.GetByLabel("Market order of").FillAsync("10000");
        await portal.Button("Reckon").ClickAsync();
        await portal.SeesAsync(page.GetByText("Average price").Or(page.GetByText("No book of BTCUSDT is stored")));
        Assert.Empty(portal.Complaints);
    }
}
