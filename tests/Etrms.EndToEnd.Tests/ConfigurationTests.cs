using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>The risk settings in the portal, and what the portal does not let a trader do in the heat of the moment.</summary>
[Collection(Demo.Name)]
public sealed class ConfigurationTests(DemoSystem system)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_section_is_edited_reviewed_saved_and_brought_back_by_keyboard_and_as_a_file()
    {
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;

        await EditAsync(portal, "execution", "Deadline of a plan", "4");
        await portal.SeesAsync(page.Locator(".field-error", new PageLocatorOptions { HasText = "Must be 5 s to 10 min." }));
        await FillAsync(portal, "Deadline of a plan", "50");
        await portal.SeesAsync(page.Locator("tr", new PageLocatorOptions { HasText = "Deadline of a plan" }).GetByText("Tighter"));
        Assert.Empty(await Axe.ViolationsAsync(page));
        await page.GetByLabel("Why").FillAsync("Sooner");
        await portal.Button("Save this change").PressAsync("Enter");
        await portal.SeesAsync(page.GetByText("“Sooner”"));

        await page.GotoAsync("/configuration/history");
        await portal.SeesAsync(page.GetByText("Deadline of a plan: 60 s → 50 s"));
        Assert.Empty(await Axe.ViolationsAsync(page));
        var file = await ExportAsync(page);
        await ImportAsync(portal, file.Replace("\"execution.action_deadline\": \"50\"", "\"execution.action_deadline\": \"45\"", StringComparison.Ordinal));
        await portal.SeesAsync(page.Locator("tr[data-key='execution.action_deadline']").GetByText("45 s").First);

        await page.GotoAsync("/configuration/history");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Bring back version" }).First.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await portal.SeesAsync(dialog.GetByText("45 s"));
        await ConfirmAsync(portal, await dialog.Locator("label code").InnerTextAsync());
        await portal.Button("Bring version").PressAsync("Enter");
        await portal.SeesAsync(page.Locator("tr[data-key='execution.action_deadline']").GetByText("50 s").First);
        Assert.Empty(portal.Complaints);
    }

    [Fact]
    public async Task FC_27_The_portal_loosens_neither_a_tripped_breaker_nor_a_setting_while_it_is_tripped()
    {
        using var api = await SignInAsync();
        var breaker = await PressedAsync(api);
        await using var portal = await system.OpenLoggedInAsync();
        var page = portal.Page;

        await page.GotoAsync("/breakers");
        await page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = $"Mode of {breaker.Configuration.Name}" })
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Off" }).ClickAsync();
        await WaitsAsync(api, breaker, pending => pending.Contains("Waits for the next trading day", StringComparison.Ordinal));

        await page.GotoAsync($"/breakers/edit?id={breaker.Id}");
        await page.Locator("summary", new PageLocatorOptions { HasText = "Delete this breaker" }).ClickAsync();
        await portal.Button("Delete ").ClickAsync();
        await WaitsAsync(api, breaker, pending => pending.Contains("deletion", StringComparison.Ordinal));

        await EditAsync(portal, "staleness", "Blind policy takes hold after", "800");
        await portal.SeesAsync(page.Locator("tr", new PageLocatorOptions { HasText = "Blind policy" }).GetByText("Looser"));
        await portal.Button("Save this change").ClickAsync();
        await portal.SeesAsync(page.GetByText("looser value"));
        await portal.SeesAsync(page.Locator("tr[data-key='staleness.max_blind']").GetByText("waits"));
        var view = await api.GetFromJsonAsync<RiskConfigurationView>("risk/configuration", EtrmsJson.Options, Cancellation);
        Assert.Equal("300", view!.Effective!["staleness.max_blind"]);
        Assert.True(view.WaitsForBreakers);
        Assert.Empty(await Axe.ViolationsAsync(page));

        await EditAsync(portal, "staleness", "Blind policy takes hold after", "300");
        await portal.Button("Save this change").ClickAsync();
        using var resumed = await ResumeAsync(api, breaker);
        Assert.True(resumed.IsSuccessStatusCode, $"{resumed.StatusCode}");
    }

    [Fact]
    public async Task FC_64_Two_tabs_and_a_double_click_resume_a_breaker_once()
    {
        using var api = await SignInAsync();
        var breaker = await PressedAsync(api);
        await using var portal = await system.OpenLoggedInAsync();
        await using var other = await system.OpenLoggedInAsync();
        foreach (var tab in (PortalPage[])[portal, other])
        {
            await tab.Page.GotoAsync($"/breakers/resume?id={breaker.Id}");
            await tab.Page.GetByLabel("Why").FillAsync("looked at it");
        }

        await portal.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resume", Exact = true }).DblClickAsync();
        await portal.SeesAsync(portal.Heading("Circuit breakers"));
        await other.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resume", Exact = true }).ClickAsync();

        await other.SeesAsync(other.Page.GetByText(new Regex("in state version")).First);
        var events = await api.GetFromJsonAsync<Page<BreakerEventView>>($"circuit-breakers/events?breaker={breaker.Id}", EtrmsJson.Options, Cancellation);
        Assert.Single(events!.Items, entry => entry.Kind == BreakerEventKind.Resumed);
    }

    private static async Task EditAsync(PortalPage portal, string section, string setting, string value)
    {
        await portal.Page.GotoAsync($"/configuration/edit?section={section}");
        await FillAsync(portal, setting, value);
    }

    private static async Task FillAsync(PortalPage portal, string setting, string value)
    {
        await portal.Page.GetByLabel(setting).FillAsync(value);
        await portal.Button("Review changes").PressAsync("Enter");
    }

    private static async Task<string> ExportAsync(IPage page)
    {
        await page.GotoAsync("/configuration");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Export file" }).PressAsync("Enter"));
        return await File.ReadAllTextAsync(await download.PathAsync(), Cancellation);
    }

    private static async Task ImportAsync(PortalPage portal, string file)
    {
        var page = portal.Page;
        await page.GotoAsync("/configuration/import");
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = "edited.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(file) });
        await portal.Button("Show what it would change").PressAsync("Enter");
        await portal.SeesAsync(page.GetByText("No breaker differs."));
        Assert.Empty(await Axe.ViolationsAsync(page));
        await ConfirmAsync(portal, "IMPORT 1");
        await portal.Button("Take over 1 change").PressAsync("Enter");
    }

    private static async Task ConfirmAsync(PortalPage portal, string phrase)
    {
        await portal.Page.GetByLabel("Type ").FillAsync(phrase);
        await portal.Page.GetByLabel("Your password").FillAsync(EtrmsSystem.Password);
    }

    private async Task<HttpClient> SignInAsync()
    {
        Assert.SkipWhen(EtrmsSystem.Chromium is null, "no chromium on this machine");
        using var door = system.Application.CreateHttpClient("api");
        var client = new HttpClient { BaseAddress = new Uri(door.BaseAddress!, "/api/v1/") };
        using var answer = await client.PostAsJsonAsync(
            "auth/login", new LoginRequest { UserName = EtrmsSystem.UserName, Password = EtrmsSystem.Password }, EtrmsJson.Options, Cancellation);
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<TokenView>(EtrmsJson.Options, Cancellation);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens!.AccessToken);
        return client;
    }

    /// <summary>A breaker with a button, pressed; it stops nothing that the demo trades.</summary>
    private static async Task<BreakerView> PressedAsync(HttpClient api)
    {
        var scope = new ScopeBody { Symbols = ["NOTTRADED"] };
        var body = new BreakerBody
        {
            Name = $"Button {Guid.NewGuid():N}",
            Type = "MANUAL",
            Threshold = 1,
            Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.PauseTrading }] }],
            MeasureScope = scope,
            ActScope = scope,
            QualifyForMs = 0,
            QualifyMinSamples = 1,
        };
        using var created = await api.PostAsJsonAsync("circuit-breakers", body, EtrmsJson.Options, Cancellation);
        created.EnsureSuccessStatusCode();
        var breaker = (await created.Content.ReadFromJsonAsync<BreakerView>(EtrmsJson.Options, Cancellation))!;
        await SeenAsync(api, breaker.Id, seen => seen.Explanation?.Contains("not pressed", StringComparison.Ordinal) == true);
        using var pressed = await api.PostAsJsonAsync($"circuit-breakers/{breaker.Id}/press", new PressButtonRequest { Reason = "for the test" }, EtrmsJson.Options, Cancellation);
        Assert.True(pressed.IsSuccessStatusCode, $"{pressed.StatusCode}");
        return await SeenAsync(api, breaker.Id, seen => seen.Status == BreakerStatus.Latched);
    }

    private static async Task WaitsAsync(HttpClient api, BreakerView breaker, Func<string, bool> isSaid)
    {
        var seen = await SeenAsync(api, breaker.Id, seen => seen.Pending is { } pending && isSaid(pending));
        Assert.Equal(BreakerStatus.Latched, seen.Status);
    }

    private static async Task<BreakerView> SeenAsync(HttpClient api, Guid id, Func<BreakerView, bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(PortalPage.Patience);
        while (true)
        {
            var seen = await api.GetFromJsonAsync<BreakerView>($"circuit-breakers/{id}", EtrmsJson.Options, limit.Token);
            if (holds(seen!))
            {
                return seen!;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    private static Task<HttpResponseMessage> ResumeAsync(HttpClient api, BreakerView breaker) => api.PostAsJsonAsync(
        $"circuit-breakers/{breaker.Id}/resume", new ResumeBreakerRequest { Reason = "the test is over", Rebase = RebaseMode.Rebase }, EtrmsJson.Options, Cancellation);
}
