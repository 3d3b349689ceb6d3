using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>Keys of exchanges: given, refused beside their field, tested, switched off and deleted.</summary>
[Collection(Demo.Name)]
public sealed class KeyTests(DemoSystem system)
{
    /// <summary>A password field has no role by which to find it.</summary>
    private const string Secret = "#Input_ApiSecret";

    [Fact]
    public async Task A_refused_key_is_told_beside_its_field_and_the_right_one_goes_in_by_keyboard_alone()
    {
        var dangerous = await system.CreatePaperAccountAsync(canWithdraw: true);
        var good = await system.CreatePaperAccountAsync();
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/accounts/connect");
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Paper" }).PressAsync("Space");
        await page.GetByLabel("Name").FillAsync("Pasted keys");

        await SubmitAsync(page, (new string('k', 64), new string('s', 64)));
        await portal.SeesAsync(page.Locator("#Input_ApiKey ~ .field-error", new PageLocatorOptions { HasText = "refused the key" }));
        await SubmitAsync(page, dangerous);
        await portal.SeesAsync(page.Locator("#Input_ApiKey ~ .field-error", new PageLocatorOptions { HasText = "may withdraw" }));
        Assert.Empty(await Axe.ViolationsAsync(page));
        await SubmitAsync(page, good);

        await portal.SeesAsync(page.GetByText("Pasted keys is connected"));
        await DeleteAsync(portal, "Pasted keys");
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task A_key_is_tested_switched_off_and_on_again()
    {
        var key = await system.CreatePaperAccountAsync();
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/accounts/connect");
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Paper" }).CheckAsync();
        await page.GetByLabel("Name").FillAsync("Switched");
        await SubmitAsync(page, key);
        await portal.SeesAsync(page.GetByText("Switched is connected"));
        await page.GotoAsync("/keys");
        var card = Card(page, "Switched");
        await portal.SeesAsync(card.GetByText("cannot withdraw"));
        Assert.DoesNotContain(key.Secret, await page.ContentAsync(), StringComparison.Ordinal);

        await portal.Button("Test the key of Switched").ClickAsync();
        await portal.SeesAsync(page.GetByText("The exchange accepted the key."));
        await portal.Link("Disable the key of Switched").ClickAsync();
        await portal.SeesAsync(page.GetByRole(AriaRole.Dialog).GetByText("The key is in use"));
        await portal.Button("Disable key").ClickAsync();
        await portal.SeesAsync(card.GetByText("Disabled"));
        await portal.Button("Enable the key of Switched").ClickAsync();

        await portal.SeesAsync(card.GetByText("Active"));
        await DeleteAsync(portal, "Switched");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_form_speaks_of_wallets_for_hyperliquid_with_and_without_script(bool script)
    {
        await using var portal = await system.OpenLoggedInAsync(new BrowserNewContextOptions { JavaScriptEnabled = script });
        var page = portal.Page;
        await page.GotoAsync("/accounts/connect");
        await portal.Expect(Named(page, "Main wallet address")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Hyperliquid" }).CheckAsync();
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Paper" }).CheckAsync();
        await page.GetByLabel("Name").FillAsync("Wallet");
        await Named(page, "Main wallet address").FillAsync("0x1234");
        await portal.SeesAsync(page.GetByText("Agent wallet private key", new PageGetByTextOptions { Exact = true }));
        await page.Locator(Secret).FillAsync("0x5678abcd");
        await Named(page, "Sub-account or vault").FillAsync("somewhere");
        await portal.Button("Check and connect").ClickAsync();

        await portal.SeesAsync(page.Locator("#Input_ApiKey ~ .field-error", new PageLocatorOptions { HasText = "40 hexadecimal digits" }));
        await portal.SeesAsync(page.Locator(".field-error[data-valmsg-for='Input.ApiSecret']", new PageLocatorOptions { HasText = "64 hexadecimal digits" }));
        await portal.SeesAsync(page.Locator("#Input_TradesFor ~ .field-error", new PageLocatorOptions { HasText = "40 hexadecimal digits" }));
        await portal.Expect(Named(page, "Main wallet address")).ToHaveValueAsync("0x1234");
    }

    /// <summary>By the name that assistive technology hears: what the style sheet hides is no part of it.</summary>
    private static ILocator Named(IPage page, string name) => page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = name });

    private static ILocator Card(IPage page, string name) =>
        page.Locator("article", new PageLocatorOptions { Has = page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Exact = true }) });

    private static async Task SubmitAsync(IPage page, (string Key, string Secret) key)
    {
        await Named(page, "API key").FillAsync(key.Key);
        await page.Locator(Secret).FillAsync(key.Secret);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task DeleteAsync(PortalPage portal, string name)
    {
        var page = portal.Page;
        await page.GotoAsync("/keys");
        await portal.Link($"Delete the key of {name}").PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Type ").FillAsync($"REMOVE {name}");
        await page.GetByLabel("Your password").FillAsync("not the password");
        await page.Keyboard.PressAsync("Enter");
        await portal.SeesAsync(page.Locator("#Password ~ .field-error", new PageLocatorOptions { HasText = "wrong" }));

        await page.GetByRole(AriaRole.Dialog).GetByLabel("Type ").FillAsync($"REMOVE {name}");
        await page.GetByLabel("Your password").FillAsync(EtrmsSystem.Password);
        await page.Keyboard.PressAsync("Enter");

        await portal.SeesAsync(page.GetByText("The account and its key are removed."));
        await portal.Expect(Card(page, name)).ToHaveCountAsync(0);
    }
}
