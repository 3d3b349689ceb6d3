using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Jobs;
using Etrms.Workers.Jobs.Pieces;

namespace Etrms.Workers.Backtesting;

/// <summary>
/// A backtest as a job: first the pieces that the domain cuts it into, in any order and on any worker, then one more that makes the report of them,
/// then the result is stored. What a piece is follows from the request and its number alone.
/// </summary>
internal sealed class BacktestWork(JobStore jobs, JobPieces pieces, LoadedBacktests loaded, BacktestFindings findings, JobReports reports)
{
    private const int SearchStage = 0;
    private const int ReportStage = 1;

    /// <summary>The next step of a job, once its present pieces are over.</summary>
    public async Task AdvanceAsync(JobRow job, CancellationToken cancellationToken)
    {
        if (!await pieces.AnyOpenAsync(job.Id, cancellationToken))
        {
            await (job.Stage switch
            {
                < SearchStage => PlanSearchAsync(job, cancellationToken),
                SearchStage => PlanReportAsync(job, cancellationToken),
                _ => FinishAsync(job, cancellationToken),
            });
        }
    }

    /// <summary>Works one piece off and returns what came out, packed.</summary>
    public async Task<byte[]> RunAsync(ClaimedPiece piece, PieceProgress progress)
    {
        var backtest = await loaded.GetAsync(piece.JobId, progress.CancellationToken);
        return piece.Stage == SearchStage
            ? await QuietThread.RunAsync(() => PackedJson.Pack(Drive(backtest.Work.Piece(piece.Number, backtest.Markets), progress)))
            : await ReportAsync(piece, backtest, progress);
    }

    private async Task PlanSearchAsync(JobRow job, CancellationToken cancellationToken)
    {
        var backtest = await loaded.GetAsync(job.Id, cancellationToken);
        var judgement = await QuietThread.RunAsync(() => Drive(backtest.Work.Check(backtest.Markets), new PieceProgress(cancellationToken)));
        if (judgement.Faults is [_, ..] faults)
        {
            throw new WorkRefusedException(string.Join(' ', faults.Select(fault => $"{fault.Field}: {fault.Message}")));
        }

        var work = backtest.Work;
        await reports.SayAsync(job.Id, $"{work.Runs:N0} {(work.Runs == 1 ? "run" : "runs")} over {work.Candles:N0} candles in {work.Pieces + 1} {(work.Pieces == 0 ? "piece" : "pieces")}.", cancellationToken);
        var search = Enumerable.Range(0, work.Pieces).Select(number => PieceOf(job.Id, number, SearchStage, TitleOf(backtest.Request, number), work.CandlesOf(number))).ToList();
        await jobs.PlanAsync(job.Id, search.Count > 0 ? SearchStage : ReportStage, search.Count > 0 ? search : [ReportOf(job.Id, work)], work.Candles, "Computes.", cancellationToken);
    }

    private async Task PlanReportAsync(JobRow job, CancellationToken cancellationToken)
    {
        var search = await pieces.ListAsync(job.Id, cancellationToken);
        if (search.All(piece => piece.State == JobState.Failed))
        {
            await jobs.EndAsync(job.Id, JobState.Failed, "Every piece failed.", search[0].Error, cancellationToken);
            return;
        }

        var work = (await loaded.GetAsync(job.Id, cancellationToken)).Work;
        await jobs.PlanAsync(job.Id, ReportStage, [ReportOf(job.Id, work)], work.Candles, "Makes the report.", cancellationToken);
    }

    private async Task<byte[]> ReportAsync(ClaimedPiece piece, LoadedBacktest backtest, PieceProgress progress)
    {
        var cancellationToken = progress.CancellationToken;
        var results = await pieces.ReadResultsAsync(piece.JobId, cancellationToken);
        var failures = (await pieces.ListAsync(piece.JobId, cancellationToken)).Where(row => row.State == JobState.Failed)
            .ToImmutableSortedDictionary(row => row.Number, row => row.Error ?? "");
        var inputs = new ReportInputs
        {
            Markets = backtest.Markets,
            Series = backtest.Series,
            Others = await findings.ReadOthersAsync(backtest, cancellationToken),
            Failures = failures,
        };
        var report = await QuietThread.RunAsync(() => Drive(
            backtest.Work.Report(results.ToDictionary(result => result.Key, result => PackedJson.Unpack<PieceResult>(result.Value)), inputs), progress));
        return await findings.PackAsync(piece.JobId, backtest, report, cancellationToken);
    }

    private async Task FinishAsync(JobRow job, CancellationToken cancellationToken)
    {
        var rows = await pieces.ListAsync(job.Id, cancellationToken);
        var report = rows.Single(row => row.Stage == ReportStage);
        if (report.State == JobState.Failed)
        {
            await jobs.EndAsync(job.Id, JobState.Failed, "The report could not be made.", report.Error, cancellationToken);
            return;
        }

        var content = (await pieces.ReadResultsAsync(job.Id, cancellationToken))[report.Number];
        var result = await QuietThread.RunAsync(() => PackedJson.Unpack<BacktestResultView>(content));
        await findings.WriteAsync(job, result, cancellationToken);
        var failed = rows.Count(row => row.State == JobState.Failed);
        if (result.IsPartial || failed > 0)
        {
            await jobs.EndAsync(job.Id, JobState.Partial, "Done, but for the pieces that failed.", $"{failed} of {rows.Count - 1} pieces failed: {rows.First(row => row.State == JobState.Failed).Error}", cancellationToken);
            return;
        }

        await jobs.EndAsync(job.Id, JobState.Succeeded, "Done.", null, cancellationToken);
        await pieces.DropResultsAsync(job.Id, cancellationToken);
        await reports.SayAsync(job.Id, $"Done: {result.TradesTotal:N0} trades.", cancellationToken);
    }

    private static T Drive<T>(SteppedWork<T> work, PieceProgress progress)
        where T : class
    {
        try
        {
            while (work.Advance())
            {
                progress.Report(work.Done);
            }

            return work.Result;
        }
        catch (BrokenRunException broken)
        {
            // It would break off at the same candle again.
            throw new WorkRefusedException(broken.Message);
        }
    }

    private static JobPieceRow ReportOf(Guid jobId, RequestWork work) =>
        PieceOf(jobId, work.Pieces, ReportStage, "Report", Math.Max(1, work.Candles - Enumerable.Range(0, work.Pieces).Sum(work.CandlesOf)));

    private static JobPieceRow PieceOf(Guid jobId, int number, int stage, string title, long weight) => new()
    {
        JobId = jobId,
        Number = number,
        Stage = stage,
        Title = title,
        State = JobState.Queued,
        Weight = weight,
    };

    private static string TitleOf(BacktestRequest request, int number) => request.Terms.Type switch
    {
        BacktestType.Standard => "Run",
        BacktestType.Optimization => $"Trials, part {number + 1}",
        BacktestType.WalkForward => $"Window {number + 1}",
        BacktestType.MonteCarlo => $"Paths, part {number + 1}",
    };
}
