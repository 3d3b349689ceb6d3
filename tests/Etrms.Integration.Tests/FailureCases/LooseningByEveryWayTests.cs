using System.Net;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Integration.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>A tripped breaker, and every way past the portal by which somebody could try to be rid of it.</summary>
[Collection(nameof(RunningSystem))]
public sealed class LooseningByEveryWayTests(RunningSystem system)
{
    private const string Queued = "breaker.loosening_queued";
    private const string Settings = "/risk/configuration";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FC_27_Loosening_a_tripped_breaker_by_the_Api_a_file_or_the_database_waits_and_is_logged()
    {
        var breaker = await TrippedAsync();
        var path = $"/circuit-breakers/{breaker.Id}";
        var looser = breaker.Configuration with { Threshold = 0.02m };

        await AttemptAsync(breaker, "another threshold", () => system.Trader.SendAsync<BreakerView>(HttpMethod.Put, path, looser, HttpStatusCode.OK));
        await AttemptAsync(breaker, "switching it off", () => system.Trader.SendAsync<BreakerView>(
            HttpMethod.Put, $"{path}/mode", new SetBreakerModeRequest { Mode = BreakerMode.Off }, HttpStatusCode.OK));
        await AttemptAsync(breaker, "deleting it", () => DeleteAsync(path));
        await AttemptAsync(breaker, "a file that brings it back with another threshold", () => ImportAsync(
            entries => [.. entries.Where(entry => entry.Id != breaker.Id), new BreakerInFile { Id = breaker.Id, Configuration = looser }]));
        await AttemptAsync(breaker, "a row in the database", () => SeedAsync(breaker.Id));
        await AttemptAsync(breaker, "a file without it", () => ImportAsync(entries => [.. entries.Where(entry => entry.Id != breaker.Id)]));

        await using var db = system.OpenDatabase();
        var written = await db.AuditLog.AsNoTracking().Where(row => row.Subject == $"{breaker.Id}" && row.Actor == RunningSystem.UserName)
            .OrderBy(row => row.Id).Select(row => row.Action).ToListAsync(Cancellation);
        Assert.Equal(
            ["breaker.created", "breaker.changed", "breaker.changed", "breaker.deleted", "breaker.created", "breaker.deleted"], written);
    }

    [Fact]
    public async Task FC_27_Looser_settings_wait_while_a_breaker_is_tripped_and_the_attempt_is_logged()
    {
        var button = await PressedAsync();
        var before = await system.Trader.GetAsync<RiskConfigurationView>(Settings);

        var saved = await SaveAsync(before.Version, "700");

        var view = await Eventually.GetAsync("the worker has taken the version in", async _ =>
            await system.Trader.GetAsync<RiskConfigurationView>(Settings) is { } read && read.TakenVersion == saved.Version ? read : null, Soon);
        Assert.Equal(("700", "300"), (view.Settings["staleness.max_blind"], view.Effective!["staleness.max_blind"]));
        Assert.True(view.WaitsForBreakers);
        Assert.NotNull(view.PendingUntil);
        Assert.Contains(view.Pending, difference => difference is { Key: "staleness.max_blind", Change: BreakerChange.Looser });
        await LoggedAsync("settings.loosening_queued", $"{saved.Version}", atLeast: 1);
        await LoggedAsync("configuration.saved", $"{saved.Version}", atLeast: 1);

        await SaveAsync(saved.Version, before.Settings["staleness.max_blind"]);
        await ResumedAsync(button);
    }

    [Fact]
    public async Task FC_64_A_double_click_on_resume_is_one_command_and_a_second_tab_is_told_the_new_state()
    {
        var button = await PressedAsync();
        var body = new ResumeBreakerRequest { Reason = "looked at it", Rebase = RebaseMode.Rebase, StateVersion = button.StateVersion };

        var clicks = await Task.WhenAll(ResumeAsync(button.Id, body, "one tab"), ResumeAsync(button.Id, body, "one tab"));
        var tab = await ResumeAsync(button.Id, body, "another tab");

        Assert.All(clicks, click => Assert.True(click.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, click.Text));
        Assert.Equal(IdOf(clicks[0]), IdOf(clicks[1]));
        Assert.Equal(HttpStatusCode.Conflict, tab.Status);
        var problem = JsonElement.Parse(tab.Text);
        Assert.True(problem.GetProperty("errors").TryGetProperty("state_version", out _));
        var current = problem.GetProperty("current").Deserialize<BreakerView>(EtrmsJson.Options)!;
        Assert.True(current.StateVersion > button.StateVersion);
        Assert.NotEqual(BreakerStatus.Latched, current.Status);
        var events = await system.Trader.GetAsync<Page<BreakerEventView>>($"/circuit-breakers/events?breaker={button.Id}");
        Assert.Single(events.Items, entry => entry.Kind == BreakerEventKind.Resumed);
    }

    /// <summary>Does it, and waits until the engine has put it off and said so; the breaker holds as it did.</summary>
    private async Task AttemptAsync(BreakerView breaker, string what, Func<Task> attempt)
    {
        var logged = await CountAsync(Queued, $"{breaker.Id}");
        var version = (await WatchAsync(breaker.Id)).StateVersion;

        await attempt();

        await LoggedAsync(Queued, $"{breaker.Id}", logged + 1);
        var watch = await Eventually.GetAsync($"{what} is stored as waiting", async _ =>
            await WatchAsync(breaker.Id) is { } stored && stored.StateVersion > version ? stored : null, Soon);
        Assert.Equal((breaker.Revision, 0.01m, BreakerMode.Armed), (watch.Breaker.Revision, watch.Breaker.Threshold, watch.Breaker.Mode));
        Assert.True(watch.Pending is not null || watch.IsDeletePending, $"{what} does not wait.");
        Assert.All(watch.Cells, cell => Assert.Equal(BreakerStatus.Latched, cell.Status));
    }

    private async Task<BreakerView> TrippedAsync()
    {
        var key = await system.Venue.CreateAccountAsync(10_000);
        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Loosening"));
        var scope = new ScopeBody { Accounts = [account.Id] };
        var created = await system.Trader.PostAsync<BreakerView>(
            "/circuit-breakers", Pausing("Hold to it") with { Type = "LEVERAGE", Threshold = 0.01m, MeasureScope = scope, ActScope = scope }, HttpStatusCode.Created);
        await system.Venue.OrderAsync(key, "ETHUSDT", "BUY", 1);
        return await LatchedAsync(created.Id);
    }

    /// <summary>A breaker with a button, pressed; it stops nothing that another test trades.</summary>
    private async Task<BreakerView> PressedAsync()
    {
        var scope = new ScopeBody { Symbols = ["NOTTRADED"] };
        var created = await system.Trader.PostAsync<BreakerView>(
            "/circuit-breakers", Pausing($"Button {Guid.NewGuid():N}") with { Type = "MANUAL", Threshold = 1, MeasureScope = scope, ActScope = scope }, HttpStatusCode.Created);
        await Eventually.GetAsync("the worker has the button", async token => await TryWatchAsync(created.Id, token), Soon);
        await using var db = system.OpenDatabase();
        db.OperatorCommands.Add(new OperatorCommandRow
        {
            Id = Guid.NewGuid(),
            Kind = "press_button",
            Payload = JsonSerializer.SerializeToElement(new OperatorCommand.PressButton(created.Id) { Id = Guid.NewGuid(), Operator = "tester" }, EtrmsJson.Options),
            Operator = "tester",
            State = OperatorCommandState.Pending,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        });
        await db.SaveChangesAsync(Cancellation);
        return await LatchedAsync(created.Id);
    }

    private static BreakerBody Pausing(string name) => Existing.NewBreaker(name) with
    {
        Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.PauseTrading }] }],
        QualifyForMs = 0,
        QualifyMinSamples = 1,
    };

    private Task<BreakerView> LatchedAsync(Guid id) => Eventually.GetAsync(
        "the breaker is latched",
        async _ => await system.Trader.GetAsync<BreakerView>($"/circuit-breakers/{id}") is { Status: BreakerStatus.Latched } latched ? latched : null,
        Soon);

    private async Task ResumedAsync(BreakerView breaker)
    {
        var answer = await ResumeAsync(breaker.Id, new ResumeBreakerRequest { Reason = "the test is over", Rebase = RebaseMode.Rebase }, $"{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private async Task<(HttpStatusCode Status, string Text)> ResumeAsync(Guid id, ResumeBreakerRequest body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/circuit-breakers/{id}/resume")
        {
            Content = new StringContent(JsonSerializer.Serialize(body, EtrmsJson.Options), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", $"{id}/{key}");
        using var answer = await system.Trader.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static Guid IdOf((HttpStatusCode Status, string Text) answer) => JsonSerializer.Deserialize<CommandView>(answer.Text, EtrmsJson.Options)!.Id;

    private async Task DeleteAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1{path}");
        using var answer = await system.Trader.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task ImportAsync(Func<IReadOnlyList<BreakerInFile>, IReadOnlyList<BreakerInFile>> edit)
    {
        var file = await system.Trader.GetAsync<RiskConfigurationFile>($"{Settings}/export");
        var version = (await system.Trader.GetAsync<RiskConfigurationView>(Settings)).Version;
        var import = await system.Trader.PostAsync<RiskConfigurationImportView>(
            $"{Settings}/import", new ImportRiskConfigurationRequest { Version = version, File = file with { Breakers = edit(file.Breakers!) } });
        Assert.Single(import.Breakers);
    }

    /// <summary>Somebody who can write to PostgreSQL, past every rule of the Api.</summary>
    private async Task SeedAsync(Guid id)
    {
        await using var db = system.OpenDatabase();
        var row = await db.Breakers.SingleAsync(row => row.Id == id, Cancellation);
        var next = row.ToDomain() with { Revision = row.Revision + 1, Threshold = 0.9m, Mode = BreakerMode.Off };
        (row.Revision, row.Mode, row.Configuration) = (next.Revision, next.Mode, JsonSerializer.SerializeToElement(next, EtrmsJson.Options));
        await db.SaveChangesAsync(Cancellation);
    }

    private Task<RiskConfigurationView> SaveAsync(int version, string maxBlind) => system.Trader.SendAsync<RiskConfigurationView>(
        HttpMethod.Put, Settings,
        new SaveRiskConfigurationRequest { Version = version, Settings = new Dictionary<string, string> { ["staleness.max_blind"] = maxBlind } }, HttpStatusCode.OK);

    private async Task<WatchState> WatchAsync(Guid id) =>
        await TryWatchAsync(id, Cancellation) ?? throw new InvalidOperationException("The stored state has no such breaker.");

    private async Task<WatchState?> TryWatchAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = system.OpenDatabase();
        var row = await db.EngineStates.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return row?.State.Deserialize<RiskEngineState>(EtrmsJson.Stored)!.Breakers.SingleOrDefault(watch => watch.Breaker.Id == id);
    }

    private Task LoggedAsync(string action, string subject, int atLeast) => Eventually.TrueAsync(
        $"the audit trail says {action} of {subject}", async _ => await CountAsync(action, subject) >= atLeast, Soon);

    private async Task<int> CountAsync(string action, string subject)
    {
        await using var db = system.OpenDatabase();
        return await db.AuditLog.CountAsync(row => row.Action == action && row.Subject == subject, Cancellation);
    }
}
