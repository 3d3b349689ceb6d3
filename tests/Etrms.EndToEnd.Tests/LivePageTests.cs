using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>What changes while one looks: prices, preferences, an outage and its end.</summary>
[Collection(Demo.Name)]
public sealed class LivePageTests(DemoSystem system)
{
    private static readonly LocatorAssertionsToHaveAttributeOptions Soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task When_the_Api_dies_the_pill_says_so_and_comes_back_by_itself()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var pill = portal.Page.Locator("#live-pill");
        await portal.Expect(pill).ToHaveAttributeAsync("data-state", "live", Soon);

        using (var api = System.Diagnostics.Process.GetProcessById(system.Application.GetProcessId("api")))
        {
            api.Kill(entireProcessTree: true);
        }

        await portal.Expect(pill).ToHaveAttributeAsync("data-state", new System.Text.RegularExpressions.Regex("^(offline|polling)$"), Soon);
        await portal.Expect(pill).ToHaveAttributeAsync("data-state", "live", new LocatorAssertionsToHaveAttributeOptions { Timeout = 60_000 });
        await portal.SeesAsync(portal.Heading("Dashboard"));
    }

    [Fact]
    public async Task A_theme_is_kept_and_drawn_by_the_server_from_the_first_byte()
    {
        await using var portal = await system.OpenLoggedInAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await portal.Page.Keyboard.PressAsync(".");
        await portal.Page.Keyboard.PressAsync(".");

        var answer = await portal.Page.GotoAsync("/breakers");

        Assert.Contains("data-theme=\"dark\"", await answer!.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_amounts_are_hidden_on_the_next_page_too()
    {
        await using var portal = await system.OpenLoggedInAsync();

        await portal.Button("Hide amounts").ClickAsync();
        await portal.Page.GotoAsync("/accounts");

        var sizes = await portal.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.amount')].map((cell) => getComputedStyle(cell).fontSize)");
        Assert.NotEmpty(sizes);
        Assert.All(sizes, size => Assert.Equal("0px", size));
    }

    [Fact]
    public async Task A_breaker_is_worded_while_it_is_written_and_nonsense_is_named_beside_its_field()
    {
        await using var portal = await system.OpenLoggedInAsync();
        await portal.Page.GotoAsync("/breakers/new?type=MAX_DRAWDOWN");
        var sentence = portal.Page.Locator("[data-sentence]");
        var limit = portal.Page.GetByLabel("Limit percent");

        await limit.FillAsync("7.5");
        await portal.Expect(sentence).ToContainTextAsync("7.5");
        await limit.FillAsync("-1");

        await portal.SeesAsync(portal.Page.Locator("[data-error='threshold']"));
        await portal.Expect(limit).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Fact]
    public async Task A_breaker_switched_off_by_mistake_is_back_with_one_undo()
    {
        await using var portal = await system.OpenLoggedInAsync();
        await portal.Page.GotoAsync("/breakers");
        // One that no other test of the same demo trips: a tripped one may not be loosened at once.
        var card = portal.Page.Locator("article").Filter(new LocatorFilterOptions { HasText = "Leverage (demo)" });
        var armed = card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Armed" });
        await portal.Expect(armed).ToHaveAttributeAsync("aria-pressed", "true");

        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Observe" }).ClickAsync();
        await portal.Button("Undo").ClickAsync();

        await portal.SeesAsync(portal.Page.GetByText("is now armed."));
    }
}
