using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>Channels of alerts in the browser: added, tried out, changed and removed.</summary>
[Collection(Demo.Name)]
public sealed class NotificationPageTests(DemoSystem system)
{
    private const string Token = "123456:a-token-that-is-shown-nowhere";

    [Fact]
    public async Task A_channel_is_added_tried_out_changed_and_removed_and_its_secret_is_never_shown()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/settings/notifications");
        await portal.SeesAsync(page.GetByText("Set up at least two of different kinds"));

        await page.GotoAsync("/settings/notifications/new");
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Telegram" }).CheckAsync();
        await portal.Expect(page.Locator("#Input_Address")).ToBeHiddenAsync();
        await page.Locator("#Input_Name").FillAsync("My phone");
        await page.Locator("#Input_Secret").FillAsync(Token);
        await page.Locator("#Input_ChatId").FillAsync("nobody at all");
        await portal.Button("Add channel").ClickAsync();
        await portal.SeesAsync(page.Locator("[data-error-summary]"));
        await portal.Expect(page.Locator(".field-error", new PageLocatorOptions { HasText = "number of a chat" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ViolationsAsync(page));

        await page.Locator("#Input_ChatId").FillAsync("4711");
        await page.Locator("#Input_Secret").FillAsync(Token);
        await portal.Button("Add channel").ClickAsync();
        await portal.SeesAsync(portal.Heading("My phone"));
        await portal.SeesAsync(page.GetByText("chat 4711"));
        Assert.DoesNotContain(Token, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await Axe.ViolationsAsync(page));

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Edit My phone" }).ClickAsync();
        await portal.Expect(page.Locator("#Input_Secret")).ToHaveValueAsync("");
        await page.Locator("#Input_Name").FillAsync("My other phone");
        await page.Locator("#Input_Enabled").UncheckAsync();
        await portal.Button("Save").ClickAsync();
        await portal.SeesAsync(page.GetByText("Switched off"));

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Remove My other phone" }).ClickAsync();
        await portal.Button("Remove channel").ClickAsync();
        await portal.Expect(portal.Heading("My other phone")).ToHaveCountAsync(0);
        Assert.Empty(portal.Complaints);
    }
}
