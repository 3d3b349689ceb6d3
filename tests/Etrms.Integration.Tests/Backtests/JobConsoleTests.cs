using Etrms.Contracts;
using Etrms.Integration.Tests.Api;

namespace Etrms.Integration.Tests.Backtests;

/// <summary>The console of background jobs over a worker that really runs.</summary>
[Collection(nameof(BacktestBed))]
public sealed class JobConsoleTests(BacktestBed bed)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_listed_with_its_pieces_its_input_and_what_it_said()
    {
        var over = await bed.RunAsync(BacktestBed.WalkForward("In the console", testBars: 800));

        var list = await bed.Client.SendAsync<JobListView>(HttpMethod.Get, "jobs?kind=backtest&state=succeeded&search=in%20the%20console", null, Token);
        var detail = await bed.Client.SendAsync<JobDetailView>(HttpMethod.Get, $"jobs/{over.JobId}", null, Token);
        var rest = await bed.Client.SendAsync<JobLogView>(HttpMethod.Get, $"jobs/{over.JobId}/log?after={detail.Log[0].Seq}", null, Token);

        Assert.Equal(over.JobId, Assert.Single(list.Jobs).Id);
        Assert.Equal("In the console", detail.Input.GetProperty("name").GetString());
        Assert.Equal(detail.Job.Pieces.Total, detail.Children.Count);
        Assert.All(detail.Children, piece => Assert.Equal((JobState.Succeeded, 1m), (piece.State, piece.Progress)));
        Assert.Equal(detail.Log.Skip(1), rest.Lines);
    }

    [Fact]
    public async Task Nothing_begins_while_jobs_are_paused()
    {
        using var paused = await bed.Client.SendAsync(HttpMethod.Post, "jobs/pause", new PauseJobsRequest { Reason = "Needs the machine" }, Token);
        var started = await bed.StartAsync(BacktestBed.Body("Held back"));
        var overview = await bed.Client.SendAsync<JobsOverviewView>(HttpMethod.Get, "jobs/overview", null, Token);
        var state = (await bed.ReadAsync(started.Id)).State;
        using var resumed = await bed.Client.SendAsync(HttpMethod.Post, "jobs/resume", null, Token);

        Assert.Equal(("Needs the machine", "admin"), (overview.PausedReason, overview.PausedBy));
        Assert.Contains(overview.Nodes, node => node.IsAlive);
        Assert.Equal(BacktestState.Queued, state);
        Assert.Equal(BacktestState.Complete, (await bed.EndAsync(started.Id)).State);
    }

    [Fact]
    public async Task A_schedule_is_changed_paused_with_a_reason_and_run_at_once()
    {
        const string Path = "jobs/schedules/clean_up";
        var before = await Eventually.GetAsync("the worker has furnished its schedules", async _ => await FindAsync());

        var wrong = await bed.Client.ProblemAsync(400, HttpMethod.Put, Path, new ChangeScheduleRequest { Cron = "every now and then" }, Token);
        var changed = await bed.Client.SendAsync<JobScheduleView>(HttpMethod.Put, Path, new ChangeScheduleRequest { Cron = "0 30 4 * * ?" }, Token);
        var paused = await bed.Client.SendAsync<JobScheduleView>(HttpMethod.Post, $"{Path}/pause", new PauseJobsRequest { Reason = "For the audit" }, Token);
        await bed.Client.SendAsync<JobScheduleView>(HttpMethod.Post, $"{Path}/resume", null, Token);
        await bed.Client.SendAsync<JobScheduleView>(HttpMethod.Post, $"{Path}/run", null, Token);
        var ran = await Eventually.GetAsync(
            "it ran", async _ => await FindAsync() is { LastRunAt: { } at } found && at > before.LastRunAt.GetValueOrDefault() ? found : null, TimeSpan.FromSeconds(30));

        var audit = await bed.Client.SendAsync<JobAuditView>(HttpMethod.Get, "jobs/audit", null, Token);
        Assert.Equal(
            [("run", null), ("resumed", null), ("paused", "For the audit"), ("changed", "0 30 4 * * ?")],
            audit.Deeds.Where(deed => deed is { Subject: "clean_up", Actor: "admin" }).Take(4).Select(deed => (deed.Action, deed.Detail)));
        Assert.Contains("cron expression", wrong.Reason("cron"), StringComparison.Ordinal);
        Assert.Equal(("Every day at 04:30 UTC", 5), (changed.InWords, changed.Next.Count));
        Assert.Equal((true, "For the audit", 0), (paused.IsPaused, paused.PausedReason, paused.Next.Count));
        Assert.Equal((JobState.Succeeded, false), (ran.LastState, ran.IsPaused));
    }

    private async Task<JobScheduleView?> FindAsync() =>
        (await bed.Client.SendAsync<JobSchedulesView>(HttpMethod.Get, "jobs/schedules", null, Token)).Schedules.FirstOrDefault(schedule => schedule.Name == "clean_up");
}
