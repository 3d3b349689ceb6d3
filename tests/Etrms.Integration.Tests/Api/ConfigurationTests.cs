using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Etrms.Integration.Tests.Api;

/// <summary>Versions of the risk settings. Every test goes on from whatever version the others left.</summary>
public sealed class ConfigurationTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Path = "risk/configuration";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_save_is_a_version_that_stays_and_one_on_the_sight_of_another_is_refused_with_the_current()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var before = await ReadAsync(client);

        var saved = await SaveAsync(client, before.Version, "staleness.critical_after", "50", "Calmer");
        var problem = await client.ProblemAsync(409, HttpMethod.Put, Path, Request(before.Version, "staleness.critical_after", "55"), Cancellation);

        Assert.Equal((before.Version + 1, "50", "Calmer", "admin"), (saved.Version, saved.Settings["staleness.critical_after"], saved.Note, saved.SavedBy));
        Assert.NotEqual(before.Hash, saved.Hash);
        Assert.Contains($"version {saved.Version}", problem.Reason("version"), StringComparison.Ordinal);
        Assert.Equal(saved.Hash, problem.GetProperty("current").GetProperty("hash").GetString());
        Assert.Equal(saved.Version, (await SaveAsync(client, saved.Version, "staleness.critical_after", "50.0")).Version);
        await using var database = await host.DatabaseAsync(Cancellation);
        var row = await database.RiskConfigurations.AsNoTracking().SingleAsync(row => row.Version == saved.Version, Cancellation);
        Assert.Equal(saved.Hash, RiskConfiguration.HashOf(row.ToDomain()));
        await Assert.ThrowsAsync<PostgresException>(() => database.RiskConfigurations.ExecuteUpdateAsync(set => set.SetProperty(each => each.Note, "changed"), Cancellation));
        var audit = await database.AuditLog.AsNoTracking().SingleAsync(entry => entry.Action == "configuration.saved" && entry.Subject == $"{saved.Version}", Cancellation);
        Assert.Equal("admin", audit.Actor);
    }

    [Fact]
    public async Task Faults_are_named_by_their_setting_and_a_preview_tells_them_without_saving()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var before = await ReadAsync(client);

        var problem = await client.ProblemAsync(400, HttpMethod.Put, Path, Request(before.Version, "staleness.mark_stale_after", "0"), Cancellation);
        var wrong = await PreviewAsync(client, before.Version, "staleness.no_such", "1");
        var right = await PreviewAsync(client, before.Version, "pre_trade.max_orders_per_minute", "500");

        Assert.Contains("2 s to 1 min", problem.Reason("settings.staleness.mark_stale_after"), StringComparison.Ordinal);
        Assert.Equal("settings.staleness.no_such", Assert.Single(wrong.Errors).Key);
        Assert.Equal(("pre_trade.max_orders_per_minute", "500", BreakerChange.Looser), Told(Assert.Single(right.Differences)));
        Assert.Equal(before.Version, (await ReadAsync(client)).Version);
    }

    [Fact]
    public async Task History_difference_revert_and_reset_speak_of_the_same_versions()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var first = await SaveAsync(client, (await ReadAsync(client)).Version, "readings.jump_tolerance", "2");
        var second = await SaveAsync(client, first.Version, "qualification.close_samples", "4");

        var diff = await client.SendAsync<RiskConfigurationDiffView>(HttpMethod.Get, $"{Path}/diff?from={first.Version}&to={second.Version}", null, Cancellation);
        var reverted = await client.SendAsync<RiskConfigurationView>(
            HttpMethod.Post, $"{Path}/revert", new RevertRiskConfigurationRequest { Version = second.Version, To = first.Version }, Cancellation);
        var reset = await client.SendAsync<RiskConfigurationView>(
            HttpMethod.Post, $"{Path}/reset", new ResetSettingsRequest { Version = reverted.Version, Section = "readings" }, Cancellation);
        var page = await client.SendAsync<Page<RiskConfigurationVersionView>>(HttpMethod.Get, $"{Path}/versions?limit=2", null, Cancellation);
        var next = await client.SendAsync<Page<RiskConfigurationVersionView>>(HttpMethod.Get, $"{Path}/versions?limit=1&cursor={page.Next}", null, Cancellation);

        Assert.Equal(("qualification.close_samples", "4", BreakerChange.Looser), Told(Assert.Single(diff.Differences)));
        Assert.Equal(first.Hash, reverted.Hash);
        Assert.Equal("1", reset.Settings["readings.jump_tolerance"]);
        Assert.Equal([reset.Version, reverted.Version], page.Items.Select(version => version.Version));
        Assert.Equal(first.Version, page.Items[1].RevertsTo);
        Assert.Equal(second.Version, Assert.Single(next.Items).Version);
        await client.ProblemAsync(422, HttpMethod.Post, $"{Path}/revert", new RevertRiskConfigurationRequest { Version = reset.Version, To = 9_999 }, Cancellation);
        await client.ProblemAsync(400, HttpMethod.Post, $"{Path}/reset", new ResetSettingsRequest { Version = reset.Version, Section = "nothing" }, Cancellation);
    }

    [Fact]
    public async Task A_file_is_shown_first_then_taken_over_whole_and_taking_it_again_changes_nothing()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var kept = await CreateAsync(client, "Kept");
        var gone = await CreateAsync(client, "Gone");
        var file = await ExportAsync(client);
        Assert.Contains(file.Breakers!, entry => entry.Id == gone.Id && entry.Configuration!.Name == gone.Configuration.Name);
        var edited = file with
        {
            Settings = new Dictionary<string, string> { ["execution.action_deadline"] = "45" },
            Breakers =
            [
                .. file.Breakers!.Where(entry => entry.Id != gone.Id).Select(entry => entry.Id == kept.Id
                    ? entry with { Configuration = entry.Configuration! with { Threshold = 0.03m } }
                    : entry),
                new BreakerInFile { Id = Guid.NewGuid(), Configuration = Body($"New {Guid.NewGuid():N}") },
            ],
        };

        var shown = await ImportAsync(client, edited, isDryRun: true);
        Assert.Equal(gone.Revision, (await client.SendAsync<BreakerView>(HttpMethod.Get, $"circuit-breakers/{gone.Id}", null, Cancellation)).Revision);
        var taken = await ImportAsync(client, edited);
        var again = await ImportAsync(client, edited);

        Assert.Equal(
            [(BreakerImport.Changed, BreakerChange.Tighter), (BreakerImport.Created, BreakerChange.Tighter), (BreakerImport.Deleted, BreakerChange.Looser)],
            taken.Breakers.Select(change => (change.Outcome, change.Change)));
        Assert.Equal(shown.Breakers.Select(change => (change.Id, change.Outcome)), taken.Breakers.Select(change => (change.Id, change.Outcome)));
        Assert.Equal((false, true, shown.Version + 1), (shown.IsApplied, taken.IsApplied, taken.Version));
        Assert.Empty(again.Breakers.Concat<object>(again.Differences));
        Assert.Equal("45", (await ReadAsync(client)).Settings["execution.action_deadline"]);
        await client.ProblemAsync(404, HttpMethod.Get, $"circuit-breakers/{gone.Id}", null, Cancellation);

        var back = await ImportAsync(client, file);
        Assert.Contains(back.Breakers, change => change.Id == gone.Id && change.Outcome == BreakerImport.Created);
        Assert.Equal(3, (await client.SendAsync<BreakerView>(HttpMethod.Get, $"circuit-breakers/{gone.Id}", null, Cancellation)).Revision);
    }

    [Fact]
    public async Task A_former_version_is_exported_with_the_breakers_of_its_time()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var (changed, deleted) = (await CreateAsync(client, "Changed later"), await CreateAsync(client, "Deleted later"));
        var former = (await SaveAsync(client, (await ReadAsync(client)).Version, "execution.slow_retry", "17")).Version;
        await SaveAsync(client, former, "execution.slow_retry", "18");
        await client.SendAsync<BreakerView>(
            HttpMethod.Put, $"circuit-breakers/{changed.Id}", changed.Configuration with { Threshold = 0.04m }, Cancellation);
        using (var answer = await client.DeleteAsync(new Uri($"circuit-breakers/{deleted.Id}", UriKind.Relative), Cancellation))
        {
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        }

        var later = await CreateAsync(client, "Made later");

        var then = await ExportAsync(client, former);
        var now = await ExportAsync(client);

        Assert.Equal("17", then.Settings["execution.slow_retry"]);
        Assert.Equal(0.05m, then.Breakers!.Single(entry => entry.Id == changed.Id).Configuration!.Threshold);
        Assert.Contains(then.Breakers!, entry => entry.Id == deleted.Id);
        Assert.DoesNotContain(then.Breakers!, entry => entry.Id == later.Id);
        Assert.NotNull(then.BreakersAsOf);
        Assert.Equal(0.04m, now.Breakers!.Single(entry => entry.Id == changed.Id).Configuration!.Threshold);
        Assert.DoesNotContain(now.Breakers!, entry => entry.Id == deleted.Id);
        Assert.Contains(now.Breakers!, entry => entry.Id == later.Id);
        Assert.Null(now.BreakersAsOf);
    }

    [Fact]
    public async Task A_file_with_one_fault_is_refused_whole()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var before = await ReadAsync(client);
        var file = new RiskConfigurationFile
        {
            Settings = new Dictionary<string, string> { ["execution.slow_retry"] = "20", ["execution.first_retry"] = "x" },
            Breakers = [new BreakerInFile { Id = Guid.NewGuid(), Configuration = Body("Sound") }, new BreakerInFile { Id = Guid.NewGuid(), Configuration = Body("") with { Threshold = -1 } }],
        };

        var problem = await client.ProblemAsync(400, HttpMethod.Post, $"{Path}/import", new ImportRiskConfigurationRequest { Version = before.Version, File = file }, Cancellation);

        Assert.NotEmpty(problem.Reason("file.settings.execution.first_retry"));
        Assert.NotEmpty(problem.Reason("file.breakers[1].configuration.threshold"));
        Assert.Equal(before.Hash, (await ReadAsync(client)).Hash);
        await client.ProblemAsync(
            400, HttpMethod.Post, $"{Path}/import", new ImportRiskConfigurationRequest { Version = before.Version, File = file with { Format = "other/1" } }, Cancellation);
    }

    /// <summary>What a worker stored says what holds; here it holds to the defaults while something is tripped.</summary>
    [Fact]
    public async Task What_waits_is_shown_with_what_holds_and_until_when()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var saved = await SaveAsync(client, (await ReadAsync(client)).Version, "staleness.max_blind", "900");
        Assert.Null(saved.Effective);

        await StoreStateAsync(new DateTimeOffset(2025, 6, 14, 0, 0, 0, TimeSpan.Zero));

        var view = await ReadAsync(client);
        Assert.Equal(("300", 0), (view.Effective!["staleness.max_blind"], view.TakenVersion));
        var waiting = Assert.Single(view.Pending, difference => difference.Key == "staleness.max_blind");
        Assert.Equal(("300", "900"), (waiting.Before, waiting.After));
        Assert.Equal(new DateTimeOffset(2025, 6, 14, 0, 0, 0, TimeSpan.Zero), view.PendingUntil);
    }

    [Fact]
    public async Task Every_setting_is_described_with_its_bounds()
    {
        using var client = await host.SignedInAsync(Cancellation);

        var sections = await client.SendAsync<SettingSectionsView>(HttpMethod.Get, $"{Path}/sections", null, Cancellation);

        Assert.Equal(SettingCatalog.All.Select(setting => setting.Key), sections.Sections.SelectMany(section => section.Settings).Select(setting => setting.Key));
        Assert.All(sections.Sections.SelectMany(section => section.Settings), setting => Assert.All((string[])[setting.Title, setting.Help, setting.Range], Assert.NotEmpty));
    }

    private static (string Key, string After, BreakerChange Change) Told(SettingDifferenceView difference) => (difference.Key, difference.After, difference.Change);

    private static SaveRiskConfigurationRequest Request(int version, string key, string value, string note = "") =>
        new() { Version = version, Note = note, Settings = new Dictionary<string, string> { [key] = value } };

    private static BreakerBody Body(string name) => new()
    {
        Name = name,
        Type = "MAX_DRAWDOWN",
        Threshold = 0.05m,
        Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.ClosePositions }] }],
    };

    private static Task<RiskConfigurationView> ReadAsync(HttpClient client) => client.SendAsync<RiskConfigurationView>(HttpMethod.Get, Path, null, Cancellation);

    private static Task<RiskConfigurationView> SaveAsync(HttpClient client, int version, string key, string value, string note = "") =>
        client.SendAsync<RiskConfigurationView>(HttpMethod.Put, Path, Request(version, key, value, note), Cancellation);

    private static Task<RiskConfigurationPreviewView> PreviewAsync(HttpClient client, int version, string key, string value) =>
        client.SendAsync<RiskConfigurationPreviewView>(HttpMethod.Post, $"{Path}/preview", Request(version, key, value), Cancellation);

    private static Task<RiskConfigurationFile> ExportAsync(HttpClient client, int? version = null) =>
        client.SendAsync<RiskConfigurationFile>(HttpMethod.Get, $"{Path}/export{(version is { } number ? $"?version={number}" : "")}", null, Cancellation);

    private static Task<BreakerView> CreateAsync(HttpClient client, string name) =>
        client.SendAsync<BreakerView>(HttpMethod.Post, "circuit-breakers", Body($"{name} {Guid.NewGuid():N}"), Cancellation);

    private static async Task<RiskConfigurationImportView> ImportAsync(HttpClient client, RiskConfigurationFile file, bool isDryRun = false) =>
        await client.SendAsync<RiskConfigurationImportView>(
            HttpMethod.Post, $"{Path}/import",
            new ImportRiskConfigurationRequest { Version = (await ReadAsync(client)).Version, File = file, DryRun = isDryRun }, Cancellation);

    private async Task StoreStateAsync(DateTimeOffset nextDayAt)
    {
        var engine = new RiskEngine(RiskSettings.Default);
        var state = engine.CaptureState();
        await using var database = await host.DatabaseAsync(Cancellation);
        database.EngineStates.Add(new()
        {
            State = JsonSerializer.SerializeToElement(state with { Books = state.Books with { NextDayAt = nextDayAt } }, EtrmsJson.Stored),
            SavedAt = DateTimeOffset.UtcNow,
        });
        await database.SaveChangesAsync(Cancellation);
    }
}
