using System.Globalization;
using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>What a trader does with positions, up to the last lever. The steps build on each other, so they are one walk.</summary>
[Collection(Demo.Name)]
public sealed class PositionTests(DemoSystem system)
{
    private const string Row = "tr:has(th:has-text('BTCUSDT'))";

    [Fact]
    public async Task A_position_is_protected_reduced_paused_around_and_closed_by_keyboard_alone()
    {
        await using var portal = await system.OpenLoggedInAsync();
        await portal.Page.GotoAsync("/positions");
        await portal.SeesAsync(portal.Page.Locator(Row));

        await SetAStopAsync(portal);
        await ReduceAsync(portal);
        await PauseAndLiftAsync(portal);
        await CloseEverythingAsync(portal);

        Assert.Empty(portal.Complaints);
    }

    private static async Task SetAStopAsync(PortalPage portal)
    {
        var page = portal.Page;
        var mark = decimal.Parse((await page.Locator($"{Row} [data-live$='mark_price']").GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);
        await OpenByKeyAsync(page.Locator(Row).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Stops of" }));
        var stop = page.GetByLabel("Stop-loss");
        await stop.FillAsync(decimal.Round(mark * 1.2m, 1).ToString(CultureInfo.InvariantCulture));
        await page.Keyboard.PressAsync("Enter");
        await portal.SeesAsync(page.GetByText("it would fill at once").First);

        var level = decimal.Round(mark * 0.9m, 1);
        await stop.FillAsync(level.ToString(CultureInfo.InvariantCulture));
        await portal.Expect(page.Locator("[data-out='stop']")).ToContainTextAsync("At the stop: −");
        await page.Keyboard.PressAsync("Enter");

        await portal.SeesAsync(page.Locator(Row).GetByText(level.ToString("N1", CultureInfo.InvariantCulture)));
    }

    private static async Task ReduceAsync(PortalPage portal)
    {
        var page = portal.Page;
        var size = page.Locator($"{Row} td[data-label='Size'] data").First;
        var before = decimal.Parse((await size.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);
        await OpenByKeyAsync(page.Locator($"{Row} a", new PageLocatorOptions { HasText = "Reduce" }));
        await page.GetByLabel("50%").PressAsync("Space");
        await portal.Button("Reduce BTCUSDT").PressAsync("Enter");

        await portal.Expect(size).Not.ToHaveAttributeAsync("value", before.ToString(CultureInfo.InvariantCulture), new LocatorAssertionsToHaveAttributeOptions { Timeout = 20_000 });
        var after = decimal.Parse((await size.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);
        Assert.InRange(after, before * 0.4m, before * 0.6m);
    }

    private static async Task PauseAndLiftAsync(PortalPage portal)
    {
        var page = portal.Page;
        await OpenEmergencyAsync(page);
        await portal.Button("Pause new risk").PressAsync("Enter");
        await portal.SeesAsync(page.Locator(".banner", new PageLocatorOptions { HasText = "No new risk" }));

        await OpenEmergencyAsync(page);
        await portal.Button("Lift my pause").PressAsync("Enter");
        await portal.Expect(page.Locator(".banner", new PageLocatorOptions { HasText = "No new risk" })).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
    }

    private static async Task CloseEverythingAsync(PortalPage portal)
    {
        var page = portal.Page;
        await OpenEmergencyAsync(page);
        var phrase = await page.Locator("[data-close-phrase]").InnerTextAsync();
        var close = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close" });
        await page.GetByLabel("Type ").FillAsync("CLOSE NOTHING");
        await page.GetByLabel("Your password").FillAsync(EtrmsSystem.Password);
        await close.PressAsync("Enter");
        await portal.SeesAsync(page.GetByRole(AriaRole.Alert));

        await page.GetByLabel("Type ").FillAsync(phrase);
        await page.GetByLabel("Your password").FillAsync(EtrmsSystem.Password);
        await close.PressAsync("Enter");

        await portal.SeesAsync(page.GetByText("Everything asked for is done."));
        Assert.NotEqual(0, await page.Locator("td[data-label='Outcome'] .status[data-tone='good']").CountAsync());
        Assert.Empty(await Axe.ViolationsAsync(page));
        await page.GotoAsync("/positions");
        await portal.SeesAsync(page.GetByText("Flat: no open position").First);
    }

    /// <summary>A key that is pressed while a page gives way to the next is lost, for a person too: who sees nothing presses it again.</summary>
    private static async Task OpenEmergencyAsync(IPage page)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        for (var attempt = 0; attempt < 5 && !await dialog.IsVisibleAsync(); attempt++)
        {
            await page.Keyboard.PressAsync("Shift+E");
            await Task.WhenAny(dialog.WaitForAsync(new LocatorWaitForOptions { Timeout = 4_000 }));
        }
    }

    private static async Task OpenByKeyAsync(ILocator link)
    {
        await link.FocusAsync();
        await link.PressAsync("Enter");
    }
}
