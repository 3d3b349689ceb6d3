using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>Backtests from the wizard to the result, on the real system with made-up history.</summary>
[Collection(Demo.Name)]
public sealed partial class BacktestTests(DemoSystem system)
{
    private const string Symbol = "E2EUSDT";

    /// <summary>One that the market analysis follows.</summary>
    private const string Followed = "SOLUSDT";
    private const int Hours = 1_500;

    /// <summary>Two cores carry the whole system while it computes.</summary>
    private static readonly LocatorAssertionsToBeVisibleOptions UntilItEnded = new() { Timeout = 90_000 };

    private static readonly PageGetByLabelOptions Exactly = new() { Exact = true };

    [Fact]
    public async Task A_backtest_is_written_by_keyboard_runs_and_is_read_compared_and_kept_as_files()
    {
        await StoredCandles.ImportAsync(system, Symbol, Hours);
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        var name = $"Cross {Guid.NewGuid():N}";
        await page.GotoAsync("/backtests");
        var keyboard = new KeyboardWalk(page);
        await keyboard.PressAsync(portal.Link("New backtest"), "Enter");
        await portal.SeesAsync(portal.Link("Standard"));
        await keyboard.PressAsync(portal.Link("Standard"), "Enter");
        await portal.SeesAsync(page.GetByLabel("Name", Exactly));
        await keyboard.TypeAsync(page.GetByLabel("Name", Exactly), name);
        await keyboard.TypeAsync(page.GetByLabel("Contracts"), Symbol);
        await keyboard.TypeDayAsync(page.Locator("#start_date"), 1, 2024);
        await keyboard.TypeDayAsync(page.Locator("#end_date"), 2, 2024);
        await keyboard.TypeAsync(page.GetByLabel("Capital"), "0");
        await portal.Expect(page.Locator("#initial_capital-error")).Not.ToBeEmptyAsync();
        await keyboard.TypeAsync(page.GetByLabel("Capital"), "10000");
        await keyboard.PressAsync(page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { NameRegex = DrawdownRule() }), "Space");
        await portal.SeesAsync(page.GetByText("Ready to run"));
        await portal.SeesAsync(page.GetByText("Covered").First);
        await keyboard.PressAsync(portal.Button("Save and run").Last, "Enter");

        await portal.SeesAsync(portal.Heading(name));
        await Assertions.Expect(portal.Link("Overview")).ToBeVisibleAsync(UntilItEnded);
        await portal.SeesAsync(portal.Heading("All figures"));
        await portal.SeesAsync(page.GetByRole(AriaRole.Slider, new PageGetByRoleOptions { NameRegex = Equity() }));
        await ReadEveryTabAsync(portal);
        await KeepAsFilesAsync(portal);
        await CompareWithACopyAsync(portal, name);
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task Parameters_per_regime_are_typed_corrected_read_in_the_result_and_followed_once_they_are_applied()
    {
        await StoredCandles.ImportAsync(system, Followed, Hours);
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        var name = $"Sets {Guid.NewGuid():N}";
        await page.GotoAsync("/backtests/new?type=Standard");
        await page.GetByLabel("Name", Exactly).FillAsync(name);
        await page.GetByLabel("Contracts").FillAsync(Followed);

        // Three weeks hold too few trades to tell anything, so the verdict has to be overridden.
        await page.Locator("#start_date").FillAsync("2024-01-02T00:00");
        await page.Locator("#end_date").FillAsync("2024-01-25T00:00");
        await page.GetByText("Parameters per regime").ClickAsync();
        await page.GetByLabel("Trending parameters").FillAsync("fasst = 5");
        await portal.SeesAsync(page.Locator("[data-error='strategy.regimes.trending.parameters']").GetByText("has no parameter"));
        await page.GetByLabel("Trending parameters").FillAsync("fast = 5");
        await page.GetByLabel("Ranging strategy").SelectOptionAsync("bollinger_reversion");
        await page.GetByLabel("Size at high volatility").FillAsync("50");
        await portal.SeesAsync(page.GetByText("Ready to run"));
        await portal.Button("Save and run").Last.ClickAsync();

        await Assertions.Expect(portal.Heading("Sets by regime")).ToBeVisibleAsync(UntilItEnded);
        await portal.SeesAsync(page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "bollinger_reversion" }));
        Assert.Empty(await Axe.ViolationsAsync(page));
        await ApplyAsync(portal);
        await page.GotoAsync($"/market/binance/{Followed}?timeframe=1h");
        await Assertions.Expect(portal.Link(name)).ToBeVisibleAsync(UntilItEnded);
        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task An_optimisation_shows_its_map_and_its_verdict_and_a_wrong_range_is_told_beside_its_field()
    {
        await StoredCandles.ImportAsync(system, Symbol, Hours);
        await using var portal = await system.OpenLoggedInAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        var page = portal.Page;
        await page.GotoAsync("/backtests/new?type=Optimization");
        await page.GetByLabel("Name", Exactly).FillAsync($"Grid {Guid.NewGuid():N}");
        await page.GetByLabel("Contracts").FillAsync(Symbol);
        await page.Locator("#start_date").FillAsync("2024-01-06T00:00");
        await page.Locator("#end_date").FillAsync("2024-02-28T00:00");
        await page.GetByLabel("Fast start").FillAsync("40");
        await portal.Expect(page.Locator("table.ranges .field-error:not(:empty)").First).ToBeVisibleAsync();
        await page.GetByLabel("Fast start").FillAsync("6");
        await portal.SeesAsync(page.GetByText("Ready to run"));
        await portal.Button("Save and run").Last.ClickAsync();

        await Assertions.Expect(portal.Link("Optimisation")).ToBeVisibleAsync(UntilItEnded);
        await portal.Link("Optimisation").ClickAsync();
        await portal.SeesAsync(portal.Heading("What good trials have in common"));
        Assert.Empty(await Axe.ViolationsAsync(page));
        await portal.Link("Verdict").ClickAsync();
        await portal.SeesAsync(page.GetByText("Deflated Sharpe"));
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task A_long_run_tells_how_far_it_is_and_ends_when_it_is_cancelled()
    {
        // Work for half a minute at the fastest: the run must not end before it is cancelled.
        await StoredCandles.ImportAsync(system, "LONGUSDT", 9_000);
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/backtests/new?type=Optimization");
        await page.GetByLabel("Name", Exactly).FillAsync($"Long {Guid.NewGuid():N}");
        await page.GetByLabel("Contracts").FillAsync("LONGUSDT");
        await page.Locator("#start_date").FillAsync("2024-01-06T00:00");
        await page.Locator("#end_date").FillAsync("2025-01-01T00:00");
        foreach (var (field, value) in new[] { ("Fast start", "2"), ("Fast end", "101"), ("Fast step", "1"), ("Slow start", "201"), ("Slow end", "1000"), ("Slow step", "1") })
        {
            await page.GetByLabel(field).FillAsync(value);
        }

        await portal.SeesAsync(page.GetByText("80,000 runs"));
        await portal.Button("Save and run").Last.ClickAsync();
        await portal.Expect(page.Locator("strong[data-live$='/progress/fraction']")).ToHaveTextAsync(Percent(), new LocatorAssertionsToHaveTextOptions { Timeout = UntilItEnded.Timeout });
        await portal.Button("Cancel the run").ClickAsync();

        await portal.SeesAsync(page.Locator(".page-sub").GetByText("Cancelled"));
        await portal.SeesAsync(portal.Button("Run again"));
        await portal.Link("Log").ClickAsync();
        await portal.SeesAsync(portal.Heading("Pieces"));
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task A_job_is_found_in_the_console_with_its_log_and_jobs_are_paused_with_a_reason()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        await page.GotoAsync("/jobs");
        await portal.Link("Pause…").ClickAsync();
        await portal.Button("Pause jobs").ClickAsync();
        await portal.SeesAsync(page.GetByRole(AriaRole.Alert));
        await page.GetByLabel("Why").FillAsync("A drill");
        await portal.Button("Pause jobs").ClickAsync();
        await portal.SeesAsync(page.GetByText("No job starts: A drill"));
        await portal.Button("Let jobs start again").ClickAsync();
        await portal.Expect(page.GetByText("No job starts")).ToHaveCountAsync(0);

        await portal.Link("Recurring").ClickAsync();
        await portal.SeesAsync(page.GetByText("Next").First);
        Assert.Empty(await Axe.ViolationsAsync(page));
        await portal.Link("Audit").ClickAsync();
        await portal.SeesAsync(page.GetByText("A drill").First);
        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.Empty(portal.Complaints);
    }

    private static async Task ApplyAsync(PortalPage portal)
    {
        var page = portal.Page;
        await portal.Link("Apply to live…").ClickAsync();
        await page.GetByLabel("Apply it in spite of the verdict").CheckAsync();
        await page.GetByLabel("Why").FillAsync("To see which set the market calls for.");
        await page.GetByLabel("Type APPLY").FillAsync("APPLY");
        await page.GetByLabel("Your password").FillAsync(EtrmsSystem.Password);
        await portal.Button("Apply to live").ClickAsync();
        await portal.SeesAsync(page.GetByText("The parameters are noted as the approved ones.").First);
    }

    private static async Task ReadEveryTabAsync(PortalPage portal)
    {
        var tabs = await portal.Page.Locator(".tabs a").EvaluateAllAsync<string[]>("(links) => links.map((link) => link.getAttribute('href'))");
        foreach (var tab in tabs)
        {
            await portal.Page.GotoAsync(tab);
            var violations = await Axe.ViolationsAsync(portal.Page);
            Assert.True(violations.Count == 0, $"{tab}: {string.Join("; ", violations)}");
        }

        Assert.Contains(tabs, tab => tab.EndsWith("tab=log", StringComparison.Ordinal));
        await portal.Page.SetViewportSizeAsync(360, 740);
        foreach (var tab in tabs)
        {
            await portal.Page.GotoAsync(tab);
            Assert.True(await portal.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{tab} is too wide");
        }

        await portal.Page.SetViewportSizeAsync(1280, 860);
    }

    private async Task KeepAsFilesAsync(PortalPage portal)
    {
        var here = new Uri(portal.Page.Url).AbsolutePath;
        (string Query, string Type, string Holds)[] files =
        [
            ($"{here}?handler=Export&format=csv&what=trades", "text/csv", "exit_reason"), ($"{here}?handler=Export&format=csv&what=equity", "text/csv", "drawdown"),
            ($"{here}?handler=Export&format=csv&what=metrics", "text/csv", "convention"), ($"{here}?handler=Export&format=json", "application/json", "\"trades\""),
            ($"/backtests/report?id={here.Split('/')[^1]}", "text/html", "What it assumes"),
        ];
        foreach (var (query, type, holds) in files)
        {
            var answer = await portal.Page.Context.APIRequest.GetAsync(new Uri(system.Portal, query).ToString());
            Assert.Equal(200, answer.Status);
            Assert.StartsWith(type, answer.Headers["content-type"], StringComparison.Ordinal);
            Assert.Contains(holds, await answer.TextAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task CompareWithACopyAsync(PortalPage portal, string name)
    {
        var page = portal.Page;
        await portal.Link("Copy").ClickAsync();
        await portal.Expect(page.GetByLabel("Name", Exactly)).ToHaveValueAsync($"{name} (copy)");
        await portal.Button("Save and run").Last.ClickAsync();
        await Assertions.Expect(portal.Link("Overview")).ToBeVisibleAsync(UntilItEnded);

        await page.GotoAsync($"/backtests?search={name}");
        foreach (var box in await page.GetByRole(AriaRole.Checkbox).AllAsync())
        {
            await box.CheckAsync();
        }

        await portal.Button("Compare ticked").ClickAsync();
        await portal.SeesAsync(portal.Heading("Beside each other"));
        await portal.Expect(page.Locator("thead th a")).ToHaveCountAsync(2);
        Assert.Empty(await Axe.ViolationsAsync(page));
    }

    [GeneratedRegex("^Drawdown from the peak")]
    private static partial Regex DrawdownRule();

    [GeneratedRegex("^[1-9][0-9]?%$")]
    private static partial Regex Percent();

    [GeneratedRegex("Equity and drawdown")]
    private static partial Regex Equity();
}
