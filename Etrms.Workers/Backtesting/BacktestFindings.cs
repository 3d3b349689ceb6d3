using System.Security.Cryptography;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Infrastructure.Backtests;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Jobs;

namespace Etrms.Workers.Backtesting;

/// <summary>What backtests found: results where readers find them, trials in the ledger.</summary>
internal sealed class BacktestFindings(BacktestResults results, BacktestStore backtests, TrialRecords trials)
{
    /// <summary>Trials in the result itself; all of them have pages of their own.</summary>
    private const int TrialsOfResult = 1_000;

    public Task<TrialLedger> ReadOthersAsync(LoadedBacktest backtest, CancellationToken cancellationToken) =>
        trials.ReadOthersAsync(TrialLedger.KeyOf(backtest.Request.Terms), FingerprintOf(backtest), cancellationToken);

    /// <summary>Notes what was tried, and packs the result for the last step.</summary>
    public async Task<byte[]> PackAsync(Guid jobId, LoadedBacktest backtest, BacktestReport report, CancellationToken cancellationToken)
    {
        var view = await QuietThread.RunAsync(() => report.ToView());
        await trials.AddAsync(jobId, view.Optimization?.Trials ?? [], cancellationToken);
        await trials.NoteAsync(TrialLedger.KeyOf(backtest.Request.Terms), FingerprintOf(backtest), report.Tried, jobId, cancellationToken);
        return await QuietThread.RunAsync(() => PackedJson.Pack(view.Optimization is { } search
            ? view with { Optimization = search with { Trials = [.. search.Trials.Take(TrialsOfResult)] } }
            : view));
    }

    public async Task WriteAsync(JobRow job, BacktestResultView result, CancellationToken cancellationToken)
    {
        await results.WriteAsync(job.Id, result, cancellationToken);
        await backtests.ShowAsync(job.SubjectId.GetValueOrDefault(), job.Id, result, cancellationToken);
    }

    /// <summary>The same request over the same data tries the same, whatever it is called.</summary>
    private static string FingerprintOf(LoadedBacktest backtest) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new { Body = backtest.Body with { Name = "", Description = "" }, Hashes = backtest.Series.Select(series => series.Certificate.ContentHash) },
        EtrmsJson.Options)));
}
