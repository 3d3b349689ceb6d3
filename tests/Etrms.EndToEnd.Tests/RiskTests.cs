using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>The risk of the book, an order before it is sent, and what to do when a venue is down.</summary>
[Collection(Demo.Name)]
public sealed class RiskTests(DemoSystem system)
{
    [Fact]
    public async Task The_risk_is_read_an_order_is_asked_about_and_the_way_out_by_hand_is_at_hand()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/risk");
        await portal.SeesAsync(portal.Heading("Room to each limit"));
        await portal.SeesAsync(portal.Heading("What ETRMS would do next"));
        await portal.SeesAsync(portal.Heading("Bad days"));

        // Every contract of the demo has its past: a book of which one lacks it has no value at risk.
        await portal.Expect(page.Locator("[data-key='tail-1'] dl .unknown")).ToHaveCountAsync(0);
        await portal.Link("Week").ClickAsync();
        await portal.Expect(portal.Link("Week")).ToHaveAttributeAsync("aria-current", "true");

        await portal.Link("What if…").ClickAsync();
        await portal.Button("Ask the gate").ClickAsync();
        await portal.Expect(page.Locator("#quantity-error")).ToHaveTextAsync("Give a quantity.");
        await page.GetByLabel("Contract").FillAsync("BTCUSDT");
        await page.GetByLabel("Quantity").FillAsync("10");
        await portal.Button("Ask the gate").ClickAsync();
        await portal.SeesAsync(page.GetByText("The gate would refuse it"));
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Sell" }).CheckAsync();
        await page.GetByLabel("Reduce only").CheckAsync();
        await portal.Button("Ask the gate").ClickAsync();
        await portal.SeesAsync(page.GetByText("The gate would let it out"));
        Assert.Empty(await Axe.ViolationsAsync(page));

        await page.GotoAsync("/risk");
        await portal.Link("Venue down").ClickAsync();
        await portal.SeesAsync(page.GetByText("Stops that rest at the exchange go on without ETRMS."));
        await portal.SeesAsync(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Demo" }).First);
        Assert.Empty(portal.Complaints);
    }
}
