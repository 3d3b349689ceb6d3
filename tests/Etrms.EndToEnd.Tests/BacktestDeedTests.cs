using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>What is done with backtests besides running them: applied to live, deleted, and given the history that they lack.</summary>
[Collection(Demo.Name)]
public sealed class BacktestDeedTests(DemoSystem system)
{
    private const string Symbol = "DEEDUSDT";

    private static readonly LocatorAssertionsToBeVisibleOptions UntilItEnded = new() { Timeout = 90_000 };

    private static readonly PageGetByLabelOptions Exactly = new() { Exact = true };

    [Fact]
    public async Task A_doubtful_result_is_applied_only_against_a_reason_and_a_backtest_is_deleted_with_its_result()
    {
        await StoredCandles.ImportAsync(system, Symbol, 1_500);
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        var name = $"Deed {Guid.NewGuid():N}";
        await page.GotoAsync("/backtests/new?type=Optimization");
        // Two weeks hold too few trades to tell anything.
        await FillAsync(page, name, Symbol, "2024-01-06T00:00", "2024-01-20T00:00");
        var rule = page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "Drawdown from the peak" });
        await rule.CheckAsync();
        foreach (var (part, value) in new[] { ("from", "60"), ("to", "80"), ("step", "20") })
        {
            await page.GetByLabel($"Limit of Drawdown from the peak, {part}").FillAsync(value);
        }

        await portal.SeesAsync(page.GetByText("50 runs"));
        await rule.UncheckAsync();
        await portal.SeesAsync(page.GetByText("25 runs"));
        await portal.Button("Save and run").Last.ClickAsync();
        await Assertions.Expect(portal.Link("Apply to live…")).ToBeVisibleAsync(UntilItEnded);
        var address = page.Url;

        await portal.Link("Apply to live…").ClickAsync();
        await portal.SeesAsync(page.GetByText("it is refused unless you override").First);
        await page.GetByLabel("Type APPLY").FillAsync("APPLY");
        await page.GetByLabel("Your password").FillAsync(EtrmsSystem.Password);
        await portal.Button("Apply to live").ClickAsync();
        await portal.SeesAsync(page.GetByText("The verdict speaks against it. Tick this").First);
        await page.GetByLabel("Apply it in spite of the verdict").CheckAsync();
        await page.GetByLabel("Why").FillAsync("The paper account is there to see whether it holds.");
        await page.GetByLabel("Type APPLY").FillAsync("APPLY");
        await page.GetByLabel("Your password").FillAsync(EtrmsSystem.Password);
        await portal.Button("Apply to live").ClickAsync();
        await portal.SeesAsync(page.GetByText("The parameters are noted as the approved ones.").First);

        await page.GotoAsync(address);
        await portal.Link("Delete…").ClickAsync();
        await portal.Button("Delete the backtest").ClickAsync();
        await portal.SeesAsync(portal.Heading("Backtests"));
        await page.GotoAsync($"/backtests?search={name}");
        await portal.Expect(portal.Link(name)).ToHaveCountAsync(0);
        Assert.Equal(404, (await page.GotoAsync(address))!.Status);
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task History_that_is_missing_is_downloaded_from_the_form_and_the_run_becomes_possible()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;
        var until = await MarketDayAsync();
        await page.GotoAsync("/backtests/new?type=Standard");
        await FillAsync(page, $"Fetched {Guid.NewGuid():N}", "BTCUSDT", Day(until.AddDays(-4)), Day(until));
        await page.GetByText("Which data").ClickAsync();
        await page.GetByLabel("Source").SelectOptionAsync("Paper");
        await portal.SeesAsync(page.GetByText("Not stored").First);

        await portal.Button("Download what is missing").ClickAsync();
        await Assertions.Expect(page.GetByText("Ready to run")).ToBeVisibleAsync(UntilItEnded);
        await portal.Button("Save and run").Last.ClickAsync();

        await Assertions.Expect(portal.Link("Overview")).ToBeVisibleAsync(UntilItEnded);
        Assert.Empty(portal.Complaints);
    }

    private static async Task FillAsync(IPage page, string name, string symbol, string from, string until)
    {
        await page.GetByLabel("Name", Exactly).FillAsync(name);
        await page.GetByLabel("Contracts").FillAsync(symbol);
        await page.Locator("#start_date").FillAsync(from);
        await page.Locator("#end_date").FillAsync(until);
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The last midnight of the paper venue's market.</summary>
    private async Task<DateTimeOffset> MarketDayAsync()
    {
        using var venue = system.Application.CreateHttpClient("venue");
        var status = await venue.GetFromJsonAsync<JsonElement>(new Uri("/control/status", UriKind.Relative), TestContext.Current.CancellationToken);
        return new DateTimeOffset(status.GetProperty("market_time").GetDateTimeOffset().UtcDateTime.Date, TimeSpan.Zero);
    }
}
