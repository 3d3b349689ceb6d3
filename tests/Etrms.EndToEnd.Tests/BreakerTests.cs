using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>Rules written in the portal: with every action, without losing what was typed, and a button that carries a plan out.</summary>
[Collection(Demo.Name)]
public sealed class BreakerTests(DemoSystem system)
{
    private static readonly PageGetByLabelOptions Exactly = new() { Exact = true };

    [Fact]
    public async Task A_rule_is_written_in_stages_said_in_words_saved_and_opened_again_as_it_was()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        var name = $"Losing streak {Guid.NewGuid():N}";
        await page.GotoAsync("/breakers/new?template=losing-streak");
        await page.GetByLabel("Name", Exactly).FillAsync(name);

        // The demo is shared: a rule that locks new risk out would reach into other walks.
        await page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Observe" }).CheckAsync();
        await portal.Button("Add a stage").ClickAsync();
        await page.GetByLabel("Stage 2 at").FillAsync("60");
        await page.Locator("#stages_1__actions_0__kind").SelectOptionAsync("ScaleNewRisk");
        await page.Locator("#stages_1__actions_0__factor").FillAsync("150");
        await portal.Expect(page.Locator("#stages_1__at-error")).ToContainTextAsync("Stages must rise");
        await portal.Button("Save breaker").ClickAsync();
        await portal.SeesAsync(page.GetByRole(AriaRole.Alert));
        await portal.Expect(page.Locator("#stages_1__actions_0__factor-error")).ToContainTextAsync("below 1");
        await portal.Expect(page.GetByLabel("Name", Exactly)).ToHaveValueAsync(name);
        Assert.Empty(await Axe.ViolationsAsync(page));

        await page.Locator("#stages_0__at").FillAsync("50");
        await page.GetByLabel("Stage 2 at").FillAsync("100");
        await page.Locator("#stages_1__actions_0__factor").FillAsync("40");
        await portal.Expect(page.Locator("[data-sentence]")).ToContainTextAsync("pass at 40 % of its size");
        await portal.Button("Save breaker").ClickAsync();
        await portal.SeesAsync(page.GetByText($"{name} is saved and observing."));

        await portal.Link($"Edit {name}").ClickAsync();
        await portal.Expect(page.Locator("#stages_0__actions_1__kind")).ToHaveValueAsync("LockOut");
        await portal.Expect(page.Locator("#stages_0__actions_1__for_seconds")).ToHaveValueAsync("2");
        await portal.Expect(page.Locator("#stages_1__actions_0__factor")).ToHaveValueAsync("40");
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task Without_script_a_rule_gets_its_stages_from_the_server_and_keeps_what_was_typed()
    {
        await using var plain = await system.OpenLoggedInAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = plain.Page;
        await page.GotoAsync("/breakers/new?type=EXPOSURE");
        await page.GetByLabel("Name", Exactly).FillAsync("Typed by hand");
        await page.Locator("#threshold").FillAsync("four");

        await plain.Button("Add an action").Last.ClickAsync();

        await plain.Expect(page.GetByLabel("Name", Exactly)).ToHaveValueAsync("Typed by hand");
        await plain.Expect(page.Locator("#threshold")).ToHaveValueAsync("four");
        await plain.Expect(page.Locator("#stages_1__actions_2__kind")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Every_rule_to_begin_from_is_complete()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/breakers/new");
        var beginnings = await page.Locator("a.condition").EvaluateAllAsync<string[]>("(links) => links.map((link) => link.getAttribute('href'))");
        var incomplete = new List<string>();

        foreach (var beginning in beginnings)
        {
            await page.GotoAsync(beginning);
            if (await page.Locator("[data-sentence]").InnerTextAsync() is var words && words.Contains("not complete", StringComparison.Ordinal))
            {
                incomplete.Add($"{beginning}: {words}");
            }
        }

        Assert.True(beginnings.Length > 25, $"{beginnings.Length} rules to begin from");
        Assert.Empty(incomplete);
    }

    [Fact]
    public async Task A_notice_says_how_urgent_it_is_and_a_close_how_far_it_goes()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/breakers/new?type=MANUAL");

        await page.Locator("#stages_0__actions_0__kind").SelectOptionAsync("ClosePositions");
        await page.Locator("#stages_0__actions_0__max_slippage").FillAsync("0.5");
        await page.Locator("#stages_0__actions_1__kind").SelectOptionAsync("Notify");
        await page.Locator("#stages_0__actions_1__severity").SelectOptionAsync("Critical");

        await portal.SeesAsync(page.Locator("[data-sentence]", new PageLocatorOptions { HasText = "no farther than 0.5 % from the best price" }));
        await portal.SeesAsync(page.Locator("[data-sentence]", new PageLocatorOptions { HasText = "notify you with a critical alert" }));
    }

    [Fact]
    public async Task A_rehearsal_says_which_days_it_covered()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/breakers/new?type=MAX_DRAWDOWN");

        await portal.Button("Rehearse on the last 30 days").ClickAsync();

        await portal.SeesAsync(page.Locator("#rehearsal", new PageLocatorOptions { HasText = "the recording begins later than asked for" }));
    }

    [Fact]
    public async Task A_button_made_in_calm_is_pressed_once_and_carries_its_plan_out()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        var name = $"Button {Guid.NewGuid():N}";
        await page.GotoAsync("/breakers/new?type=MANUAL");
        await page.GetByLabel("Name", Exactly).FillAsync(name);
        await page.Locator("#stages_0__actions_1__kind").SelectOptionAsync("CancelOrders");
        await portal.Button("Save breaker").ClickAsync();
        var card = page.Locator(".breaker-card", new PageLocatorOptions { HasText = name });
        await portal.SeesAsync(card.Locator("[data-live$='/value']", new LocatorLocatorOptions { HasText = "0" }));

        await card.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Press…" }).ClickAsync();
        await page.GetByLabel("Why").FillAsync("A drill");
        await portal.Button($"Press {name}").ClickAsync();

        await portal.SeesAsync(page.GetByText("its plan is under way"));
        await portal.SeesAsync(card.GetByText("Tripped, waits for you"));
        await page.GotoAsync("/events");
        await portal.SeesAsync(page.GetByText("the button was pressed: A drill").First);
    }
}
