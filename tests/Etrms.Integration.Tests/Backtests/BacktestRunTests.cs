using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Integration.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Backtests;

/// <summary>The Api, PostgreSQL, Redis, Quartz and a real worker carry backtests out together.</summary>
[Collection(nameof(BacktestBed))]
public sealed class BacktestRunTests(BacktestBed bed)
{
    private const int BrokenPiece = 999;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_in_the_form_of_the_documents_is_carried_out_and_read_in_pages()
    {
        var body = JsonElement.Parse($$$"""
            {"name":"BTC Trend Following","description":"A simple trend following strategy","type":"standard","start_date":"2024-01-01T00:00:00Z",
             "end_date":"{{{BacktestBed.Start.AddHours(BacktestBed.Hours):O}}}","exchanges":["binance"],"symbols":["BTCUSDT"],"timeframe":"1h","initial_capital":10000.0,
             "circuit_breakers":[{"type":"MAX_DRAWDOWN","threshold":0.1,"action":"CLOSE_POSITIONS","enabled":true}],
             "parameters":{"risk_per_trade":0.02,"leverage":3}}
            """);

        var created = await bed.Client.SendAsync<BacktestView>(HttpMethod.Post, "backtest", body, Token);
        await bed.Client.SendAsync<BacktestView>(HttpMethod.Post, $"backtest/{created.Id}/run", null, Token);
        var over = await bed.EndAsync(created.Id);
        var page = await bed.Client.SendAsync<BacktestTradesView>(HttpMethod.Get, $"backtest/{created.Id}/trades?offset=1&limit=3", null, Token);
        var curve = await bed.Client.SendAsync<BacktestCurveView>(HttpMethod.Get, $"backtest/{created.Id}/equity?points=50", null, Token);

        Assert.True(over.State == BacktestState.Complete, $"{over.State}: {over.Error}");
        Assert.Equal(BacktestState.Created, created.State);
        Assert.Equal((1m, over.Result!.TradesTotal), (over.Progress.Fraction, page.Total));
        Assert.Equal([2, 3, 4], page.Trades.Select(trade => trade.Number));
        Assert.Equal((page.Trades.Count, 4), (3, page.NextOffset));
        Assert.InRange(curve.TimesMs.Count, 25, 50);
        Assert.Equal(BacktestBed.Start.AddHours(BacktestBed.Hours - 1).ToUnixTimeMilliseconds(), curve.TimesMs[^1]);
        Assert.All((string[])["total_return", "max_drawdown", "sharpe_ratio", "win_rate"], name => Assert.NotEqual("", over.Result.Metrics[name].Convention));
    }

    [Fact]
    public async Task The_same_request_twice_gives_the_same_bytes_and_files_hold_every_trade()
    {
        var first = await bed.RunAsync(BacktestBed.Body("Twice"));
        var second = await bed.RunAsync(BacktestBed.Body("Twice, once more"));

        var (one, other) = (await ExportAsync(first.Id, "json"), await ExportAsync(second.Id, "json"));
        var trades = await ExportAsync(first.Id, "trades_csv");
        var page = await ExportAsync(first.Id, "html");

        Assert.Equal(one, other);
        Assert.Equal(first.Result!.TradesTotal, trades.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Equal(first.Result.TradesTotal, JsonElement.Parse(one).GetProperty("trades").GetArrayLength());
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>Twice</h1>", page, StringComparison.Ordinal);
        Assert.Contains("mean(r) / std(r, n - 1) x sqrt(365)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_worker_that_is_killed_half_way_changes_no_byte_of_the_result()
    {
        var whole = await bed.RunAsync(BacktestBed.WalkForward("Undisturbed", testBars: 40));
        var started = await bed.StartAsync(BacktestBed.WalkForward("Disturbed", testBars: 40));
        var done = await PiecesDoneAsync(started, atLeast: 3);

        await bed.KillWorkerAsync();
        var keptBefore = await FinishedAtAsync(started);
        await bed.StartWorkerAsync();
        var disturbed = await bed.EndAsync(started.Id);
        var keptAfter = await FinishedAtAsync(started);

        Assert.True((whole.State, disturbed.State) == (BacktestState.Complete, BacktestState.Complete), $"{whole.Error} {disturbed.Error}");
        Assert.True(done < disturbed.Progress.PiecesTotal, "The run was over before the worker was killed.");
        Assert.Equal(await ExportAsync(whole.Id, "json"), await ExportAsync(disturbed.Id, "json"));
        Assert.All(keptBefore, piece => Assert.Equal(piece.Value, keptAfter[piece.Key]));
    }

    [Fact]
    public async Task Two_workers_share_the_pieces_of_a_grid_and_change_no_byte_of_the_result()
    {
        var alone = await bed.RunAsync(BacktestBed.Grid("Alone", pieces: 48));
        await using var second = await bed.StartSecondWorkerAsync();

        var shared = await bed.RunAsync(BacktestBed.Grid("Shared", pieces: 48));

        Assert.True((alone.State, shared.State) == (BacktestState.Complete, BacktestState.Complete), $"{alone.Error} {shared.Error}");
        Assert.Single(await NodesAsync(alone));
        Assert.Equal(2, (await NodesAsync(shared)).Count);
        Assert.Equal(await ExportAsync(alone.Id, "json"), await ExportAsync(shared.Id, "json"));
    }

    [Fact]
    public async Task A_cancelled_run_stops_and_leaves_the_worker_free()
    {
        var started = await bed.StartAsync(BacktestBed.WalkForward("Cancelled", testBars: 10));
        await PiecesDoneAsync(started, atLeast: 1);

        var cancelled = await bed.Client.SendAsync<BacktestView>(HttpMethod.Post, $"backtest/{started.Id}/cancel", null, Token);
        await Eventually.TrueAsync(
            "the worker has let go of it",
            async _ => (await bed.Client.SendAsync<JobsOverviewView>(HttpMethod.Get, "jobs/overview", null, Token)).Nodes.All(node => node.Running == 0),
            TimeSpan.FromSeconds(20));
        var later = await bed.ReadAsync(started.Id);

        Assert.Equal((BacktestState.Cancelled, BacktestState.Cancelled), (cancelled.State, later.State));
        Assert.Equal(cancelled.Progress.PiecesDone, later.Progress.PiecesDone);
        Assert.Null(later.Result);
    }

    [Fact]
    public async Task A_piece_that_breaks_fails_alone_and_a_retry_does_no_other_again()
    {
        using var paused = await bed.Client.SendAsync(HttpMethod.Post, "jobs/pause", new PauseJobsRequest { Reason = "To put a broken piece in" }, Token);
        var started = await bed.StartAsync(BacktestBed.WalkForward("Broken piece", testBars: 300));
        await AddBrokenPieceAsync(started.JobId!.Value);
        using var resumed = await bed.Client.SendAsync(HttpMethod.Post, "jobs/resume", null, Token);

        var partial = await bed.EndAsync(started.Id);
        var before = await FinishedAtAsync(started);
        await bed.Client.SendAsync<JobView>(HttpMethod.Post, $"jobs/{started.JobId}/retry", null, Token);
        var again = await bed.EndAsync(started.Id);
        var after = await FinishedAtAsync(started);
        var detail = await bed.Client.SendAsync<JobDetailView>(HttpMethod.Get, $"jobs/{started.JobId}", null, Token);

        Assert.True((partial.State, again.State) == (BacktestState.Partial, BacktestState.Partial), $"{partial.State}: {partial.Error}; {again.State}: {again.Error}");
        Assert.Equal((1, 1), (partial.Progress.PiecesFailed, again.Progress.PiecesFailed));
        Assert.NotNull(partial.Result);
        Assert.Equal((BrokenPiece, JobState.Failed, JobTries.Most), (detail.Children[0].Number, detail.Children[0].State, detail.Children[0].Attempt));
        Assert.Contains(detail.Log, line => line.Text.Contains("will be tried again", StringComparison.Ordinal));
        Assert.All(before.Where(piece => piece.Key != before.Keys.Max()), piece => Assert.Equal(piece.Value, after[piece.Key]));
    }

    [Fact]
    public async Task The_live_channel_tells_of_progress_that_never_falls()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<BacktestLiveView>();
        var name = $"Followed {Guid.NewGuid():N}";
        await bed.Api.Services.GetRequiredService<LiveBus>().SubscribeAsync(
            LiveChannels.Backtests,
            message =>
            {
                foreach (var view in message.Data.Deserialize<BacktestsLiveView>(EtrmsJson.Options)!.Backtests.Where(view => view.Name == name))
                {
                    told.Enqueue(view);
                }
            },
            Token);

        await bed.RunAsync(BacktestBed.WalkForward(name, testBars: 40));
        await Eventually.TrueAsync("its end was told", _ => Task.FromResult(told.Any(view => view.State == BacktestState.Complete)), TimeSpan.FromSeconds(20));

        var fractions = told.Select(view => view.Progress.Fraction ?? 0).ToList();
        Assert.Equal(fractions.Order(), fractions);
        Assert.Contains(fractions, fraction => fraction is > 0 and < 1);
    }

    private async Task<string> ExportAsync(Guid id, string format)
    {
        using var answer = await bed.Client.SendAsync(HttpMethod.Get, $"backtest/{id}/export?format={format}", null, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private async Task<int> PiecesDoneAsync(BacktestView started, int atLeast)
    {
        var found = await Eventually.GetAsync(
            $"{atLeast} pieces are done",
            async _ => await bed.ReadAsync(started.Id) is var view && view.Progress.PiecesDone >= atLeast ? view : null,
            TimeSpan.FromSeconds(60));
        return found.Progress.PiecesDone;
    }

    /// <summary>Workers that computed its pieces.</summary>
    private async Task<IReadOnlySet<string?>> NodesAsync(BacktestView over)
    {
        await using var db = await bed.Api.DatabaseAsync(Token);
        return await db.JobPieces.AsNoTracking().Where(piece => piece.JobId == over.JobId && piece.Stage == 0).Select(piece => piece.Node).ToHashSetAsync(Token);
    }

    /// <summary>When each piece that is done was done, by its number.</summary>
    private async Task<IReadOnlyDictionary<int, string>> FinishedAtAsync(BacktestView started)
    {
        await using var db = await bed.Api.DatabaseAsync(Token);
        return await db.JobPieces.AsNoTracking().Where(piece => piece.JobId == started.JobId && piece.State == JobState.Succeeded)
            .ToDictionaryAsync(piece => piece.Number, piece => piece.FinishedAt!.Value.ToString("O", CultureInfo.InvariantCulture), Token);
    }

    /// <summary>A piece that the work does not have, as if it had failed already: whoever tries it fails.</summary>
    private async Task AddBrokenPieceAsync(Guid job)
    {
        await using var db = await bed.Api.DatabaseAsync(Token);
        db.JobPieces.Add(new JobPieceRow
        {
            JobId = job,
            Number = BrokenPiece,
            Stage = 0,
            Title = "Broken",
            State = JobState.Failed,
            Weight = 1,
            Error = "Broken on purpose.",
        });
        await db.SaveChangesAsync(Token);
    }
}
