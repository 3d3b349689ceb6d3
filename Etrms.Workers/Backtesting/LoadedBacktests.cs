using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Work;
using Etrms.Infrastructure.Jobs;
using Etrms.Workers.Jobs.Pieces;

namespace Etrms.Workers.Backtesting;

/// <summary>A backtest with the history that it runs on.</summary>
internal sealed record LoadedBacktest(
    BacktestBody Body, BacktestRequest Request, RequestWork Work, ImmutableArray<BacktestMarket> Markets, ImmutableArray<SeriesUse> Series);

/// <summary>Loads backtests and keeps the latest ones: the pieces of one follow each other on a worker, and its candles may be millions.</summary>
internal sealed class LoadedBacktests(JobStore jobs, MarketHistory history, StrategyCatalog strategies)
{
    private const int Kept = 2;

    private readonly Lock _gate = new();
    private readonly LinkedList<(Guid Job, Task<LoadedBacktest> Loading)> _latest = new();

    public async Task<LoadedBacktest> GetAsync(Guid job, CancellationToken cancellationToken)
    {
        var loading = Find(job);
        try
        {
            return await loading.WaitAsync(cancellationToken);
        }
        catch when (loading.IsFaulted)
        {
            Forget(job);
            throw;
        }
    }

    private Task<LoadedBacktest> Find(Guid job)
    {
        lock (_gate)
        {
            var known = _latest.FirstOrDefault(entry => entry.Job == job);
            var entry = known.Loading is null ? (job, LoadAsync(job)) : known;
            _latest.Remove(entry);
            _latest.AddFirst(entry);
            if (_latest.Count > Kept)
            {
                _latest.RemoveLast();
            }

            return entry.Item2;
        }
    }

    private void Forget(Guid job)
    {
        lock (_gate)
        {
            _latest.Remove(_latest.FirstOrDefault(entry => entry.Job == job));
        }
    }

    /// <summary>Not cancelled with whoever asked first: others may wait for it too.</summary>
    private async Task<LoadedBacktest> LoadAsync(Guid id)
    {
        await Task.Yield();
        var job = await jobs.FindAsync(id, CancellationToken.None) ?? throw new WorkRefusedException("The job is no longer there.");
        var body = job.Input.Deserialize<BacktestBody>(EtrmsJson.Options)!;
        var reading = BacktestReading.Of(body, strategies);
        if (reading.Request is not { } request)
        {
            throw new WorkRefusedException(string.Join(' ', reading.Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")));
        }

        var (markets, series) = await history.LoadAsync(request.Terms, body.Data ?? new BacktestDataBody(), CancellationToken.None);
        return new LoadedBacktest(body, request, new RequestWork(request), markets, series);
    }
}
