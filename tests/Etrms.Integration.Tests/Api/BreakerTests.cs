using System.Net.Http.Headers;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Api;

public sealed class BreakerTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Path = "circuit-breakers";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_flat_form_of_the_documents_becomes_one_stage_in_both_scopes()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var body = JsonElement.Parse("""
            {"type": "MAX_DRAWDOWN", "threshold": 0.1, "action": "CLOSE_POSITION", "enabled": true,
             "symbols": ["BTCUSDT"], "exchanges": ["binance"], "description": "Close all positions if drawdown exceeds 10%"}
            """);

        var view = await client.SendAsync<BreakerView>(HttpMethod.Post, Path, body, Cancellation);

        Assert.Equal("Close all positions if drawdown exceeds 10%", view.Configuration.Name);
        Assert.Equal(0.1m, view.Configuration.Threshold);
        var stage = Assert.Single(view.Configuration.Stages!);
        Assert.Equal(1m, stage.At);
        Assert.Equal(BreakerActionKind.ClosePositions, Assert.Single(stage.Actions).Kind);
        Assert.Equal("BTCUSDT", Assert.Single(view.Configuration.MeasureScope!.Symbols));
        Assert.Equal("BTCUSDT", Assert.Single(view.Configuration.ActScope!.Symbols));
        Assert.Equal(BreakerMode.Armed, view.Configuration.Mode);
    }

    [Fact]
    public async Task Every_change_is_a_revision_that_stays()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var created = await client.SendAsync<BreakerView>(HttpMethod.Post, Path, Body(), Cancellation);
        var changed = await client.SendAsync<BreakerView>(
            HttpMethod.Put, $"{Path}/{created.Id}", created.Configuration with { Threshold = 0.04m }, Cancellation);
        var off = await client.SendAsync<BreakerView>(
            HttpMethod.Put, $"{Path}/{created.Id}/mode", new SetBreakerModeRequest { Mode = BreakerMode.Off }, Cancellation);
        using var deleted = await client.SendAsync(HttpMethod.Delete, $"{Path}/{created.Id}", null, Cancellation);

        Assert.Equal((1, 2, 3), (created.Revision, changed.Revision, off.Revision));
        Assert.Equal(204, (int)deleted.StatusCode);
        await client.ProblemAsync(404, HttpMethod.Get, $"{Path}/{created.Id}", null, Cancellation);
        await using var database = await host.DatabaseAsync(Cancellation);
        var revisions = await database.BreakerRevisions.Where(row => row.BreakerId == created.Id).OrderBy(row => row.Revision).ToListAsync(Cancellation);
        Assert.Equal([1, 2, 3, 4], revisions.Select(row => row.Revision));
        Assert.Equal([false, false, false, true], revisions.Select(row => row.IsDeletion));
        Assert.All(revisions, row => Assert.Equal("admin", row.ChangedBy));
    }

    [Fact]
    public async Task A_change_of_something_older_is_refused()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var created = await client.SendAsync<BreakerView>(HttpMethod.Post, Path, Body(), Cancellation);
        using var answer = await client.GetAsync($"{Path}/{created.Id}", Cancellation);
        Assert.Equal("\"1\"", answer.Headers.ETag!.Tag);
        await client.SendAsync<BreakerView>(HttpMethod.Put, $"{Path}/{created.Id}", created.Configuration with { Threshold = 0.04m }, Cancellation);

        client.DefaultRequestHeaders.IfMatch.Add(new EntityTagHeaderValue("\"1\""));

        await client.ProblemAsync(412, HttpMethod.Put, $"{Path}/{created.Id}", created.Configuration, Cancellation);
        await client.ProblemAsync(412, HttpMethod.Delete, $"{Path}/{created.Id}", null, Cancellation);
    }

    [Fact]
    public async Task Two_breakers_of_one_name_are_refused()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var body = Body();
        await client.SendAsync<BreakerView>(HttpMethod.Post, Path, body, Cancellation);

        Assert.Contains(body.Name, (await client.ProblemAsync(409, HttpMethod.Post, Path, body, Cancellation)).Reason("name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_breaker_over_real_money_begins_by_observing()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var account = await new PretendedWorker(host).AddAccountAsync(Cancellation, AccountNetwork.Live);
        var body = Body() with { MeasureScope = new ScopeBody { Accounts = [account] } };

        var view = await client.SendAsync<BreakerView>(HttpMethod.Post, Path, body, Cancellation);
        await RemoveAsync(account);

        Assert.Equal(BreakerMode.Observe, view.Configuration.Mode);
    }

    [Fact]
    public async Task The_preview_tells_every_reason_and_stores_nothing()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var before = (await client.SendAsync<BreakersView>(HttpMethod.Get, Path, null, Cancellation)).Breakers.Count;

        var wrong = await client.SendAsync<BreakerPreviewView>(
            HttpMethod.Post, $"{Path}/preview", new BreakerBody { Type = "MAX_DRAWDOWN", QualifyForMs = -1, Stages = [new StageBody()] }, Cancellation);
        var right = await client.SendAsync<BreakerPreviewView>(HttpMethod.Post, $"{Path}/preview", Body(), Cancellation);

        Assert.Null(wrong.Sentence);
        Assert.Equal(["qualify_for_ms", "stages[0].actions", "stages[0].at", "threshold"], wrong.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.NotNull(right.Sentence);
        Assert.Empty(right.Errors);
        Assert.Equal(before, (await client.SendAsync<BreakersView>(HttpMethod.Get, Path, null, Cancellation)).Breakers.Count);
    }

    [Fact]
    public async Task A_resume_of_a_state_that_has_moved_on_is_refused()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var created = await client.SendAsync<BreakerView>(HttpMethod.Post, Path, Body(), Cancellation);
        var request = new ResumeBreakerRequest { Reason = "Reviewed", Rebase = RebaseMode.Rebase, StateVersion = created.StateVersion + 1 };

        await client.ProblemAsync(409, HttpMethod.Post, $"{Path}/{created.Id}/resume", request, Cancellation);
        var sending = client.SendAsync<CommandView>(
            HttpMethod.Post, $"{Path}/{created.Id}/resume", request with { StateVersion = created.StateVersion }, Cancellation);
        await new PretendedWorker(host).AnswerAsync(CommandKinds.ResumeBreaker, refusal: null, answer: null, Cancellation);

        Assert.Equal("done", (await sending).State);
    }

    [Fact]
    public async Task The_history_is_paged_and_filtered_with_what_each_trip_did()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var leases = host.Services.GetRequiredService<LeaseStore>();
        var lease = (await leases.AcquireAsync("history", "test", Cancellation))!;
        await host.Services.GetRequiredService<RiskStore>().SaveAsync(lease, Some.Batch(), Cancellation);

        var first = await client.SendAsync<Page<BreakerEventView>>(HttpMethod.Get, $"{Path}/events?limit=1", null, Cancellation);
        var second = await client.SendAsync<Page<BreakerEventView>>(HttpMethod.Get, $"{Path}/events?limit=1&cursor={first.Next}", null, Cancellation);

        Assert.Equal((2L, 2L), (first.Total, Assert.Single(first.Items).Seq));
        Assert.Equal((1L, null), (Assert.Single(second.Items).Seq, second.Next));
        Assert.Equal("BTCUSDT", Assert.Single(second.Items[0].Actions).Symbol);
        Assert.Equal(2, await CountAsync(client, "group=triggered&symbol=btcusdt"));
        Assert.Equal(0, await CountAsync(client, "symbol=ETHUSDT"));
        Assert.Equal(0, await CountAsync(client, "group=error"));
        Assert.Equal(0, await CountAsync(client, "to=2026-01-02T03:04:05Z"));
        Assert.Equal(2, await CountAsync(client, $"from=2026-01-02T03:04:05Z&breaker={Some.Breaker}"));
    }

    private static async Task<long> CountAsync(HttpClient client, string query) =>
        (await client.SendAsync<Page<BreakerEventView>>(HttpMethod.Get, $"{Path}/events?{query}", null, Cancellation)).Total;

    private static BreakerBody Body() => new()
    {
        Name = $"Drawdown {Guid.NewGuid():N}",
        Type = "MAX_DRAWDOWN",
        Threshold = 0.05m,
        Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.ClosePositions }] }],
    };

    private async Task RemoveAsync(Guid account)
    {
        await using var database = await host.DatabaseAsync(Cancellation);
        await database.ExchangeAccounts.Where(row => row.Id == account).ExecuteDeleteAsync(Cancellation);
    }
}
