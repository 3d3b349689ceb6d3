using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>The walk that ETRMS exists for: from the printed link to a breaker that closes a losing position before one's eyes.</summary>
public sealed class FirstRunTests(FreshSystem system) : IClassFixture<FreshSystem>
{
    private const string BtcPositionRow = "tr:has(th:has-text('BTCUSDT'))";

    [Fact]
    public async Task A_fresh_install_is_set_up_explored_and_saved_by_its_drawdown_breaker()
    {
        await using var portal = await system.OpenAsync();

        await ChooseAPasswordAsync(portal);
        await WatchTheDemoLiveAsync(portal);
        await CrashTheMarketAsync(portal);
        await ReadWhatHappenedAsync(portal);

        Assert.Empty(portal.Complaints);
    }

    private static async Task ChooseAPasswordAsync(PortalPage portal)
    {
        var page = portal.Page;
        await page.GotoAsync("/");
        await page.WaitForURLAsync("**/setup");
        await page.GotoAsync("/setup?token=not-the-token");
        await FillAsync(page, EtrmsSystem.Password);
        await portal.Button("Explore the demo").ClickAsync();
        await portal.SeesAsync(page.GetByRole(AriaRole.Alert));

        await page.GotoAsync($"/setup?token={EtrmsSystem.SetupToken}");
        await FillAsync(page, "short");
        await portal.Button("Explore the demo").ClickAsync();
        await portal.SeesAsync(page.GetByText("Use at least 12 characters.").First);

        await FillAsync(page, EtrmsSystem.Password);
        await portal.Button("Explore the demo").ClickAsync();
        await portal.SeesAsync(portal.Heading("Dashboard"));
    }

    private static async Task FillAsync(IPage page, string password)
    {
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(password);
        await page.GetByLabel("Password again").FillAsync(password);
    }

    private static async Task WatchTheDemoLiveAsync(PortalPage portal)
    {
        var page = portal.Page;
        await portal.SeesAsync(page.Locator(".env-badge", new PageLocatorOptions { HasText = "DEMO" }).First);
        await portal.Expect(page.Locator("#live-pill")).ToHaveAttributeAsync("data-state", "live", new LocatorAssertionsToHaveAttributeOptions { Timeout = 20_000 });
        await portal.SeesAsync(page.Locator(BtcPositionRow));
        var mark = page.Locator($"{BtcPositionRow} [data-live$='mark_price']");
        var seen = await mark.InnerTextAsync();
        await portal.Expect(mark).Not.ToHaveTextAsync(seen, new LocatorAssertionsToHaveTextOptions { Timeout = 20_000 });

        // A breaker measures from when it is armed: a fall before that is not its own.
        await portal.SeesAsync(page.Locator("li", new PageLocatorOptions { HasText = "Drawdown (demo)" }).GetByText("Watching").First);
    }

    /// <summary>A fall of a few percent at about fourfold exposure goes through the demo's drawdown limit of five percent.</summary>
    private async Task CrashTheMarketAsync(PortalPage portal)
    {
        var page = portal.Page;
        var mark = await page.Locator($"{BtcPositionRow} [data-live$='mark_price']").GetAttributeAsync("value");
        var price = decimal.Round(decimal.Parse(mark!, System.Globalization.CultureInfo.InvariantCulture) * 0.96m, 1);

        await system.SetPriceAsync("BTCUSDT", price);

        await portal.SeesAsync(page.GetByText("Flat: no open position.").First);
        await portal.Expect(page.Locator(".bell-count")).ToBeVisibleAsync();
    }

    private static async Task ReadWhatHappenedAsync(PortalPage portal)
    {
        var page = portal.Page;
        await page.GotoAsync("/events?group=triggered");
        await portal.SeesAsync(page.Locator("td .status", new PageLocatorOptions { HasText = "Tripped" }).First);

        await page.GotoAsync("/alerts");
        var critical = page.Locator(".alert-list li", new PageLocatorOptions { HasText = "Critical" }).First;
        await portal.SeesAsync(critical);
        await critical.Locator(".alert-title a").ClickAsync();
        await portal.SeesAsync(page.Locator("dialog").GetByText("How it went out"));
        await portal.SeesAsync(page.Locator("dialog .alert-text", new PageLocatorOptions { HasText = "Entries: refused." }));
        Assert.Empty(await Axe.ViolationsAsync(page));

        await page.GotoAsync("/breakers");
        await portal.SeesAsync(page.Locator("article[data-tripped='true']").First);
    }
}
