using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;

namespace Etrms.Cli.Backtests.Run;

/// <summary>Works the pieces of a request on some threads and makes the report. Which thread does what changes nothing.</summary>
internal sealed class OfflineRun
{
    private readonly RequestWork _work;
    private readonly ImmutableArray<BacktestMarket> _markets;
    private readonly int _threads;
    private readonly long[] _done;

    public OfflineRun(BacktestRequest request, ImmutableArray<BacktestMarket> markets, int threads)
    {
        _work = new RequestWork(request);
        (_markets, _threads) = (markets, threads);
        _done = new long[_work.Pieces + 1];
        Total = Math.Max(1, _work.Candles);
    }

    /// <summary>Candle evaluations, as well as one can tell.</summary>
    public long Total { get; }

    /// <summary>Never goes back.</summary>
    public long Done
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < _done.Length; i++)
            {
                sum += Volatile.Read(ref _done[i]);
            }

            return Math.Min(sum, Total);
        }
    }

    public async Task<BacktestReport> RunAsync(ImmutableArray<SeriesUse> series, CancellationToken cancellationToken)
    {
#pragma warning disable CA1031 // An own strategy may throw anything; the person at the terminal gets a sentence.
        try
        {
            return await WorkAsync(series, cancellationToken);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or CommandFailedException))
        {
            throw new CommandFailedException($"The backtest failed: {failure.Message}");
        }
#pragma warning restore CA1031
    }

    private async Task<BacktestReport> WorkAsync(ImmutableArray<SeriesUse> series, CancellationToken cancellationToken)
    {
        var judgement = await Task.Run(() => Finish(_work.Check(_markets), null, cancellationToken), cancellationToken);
        if (!judgement.Faults.IsEmpty)
        {
            throw RunCommand.Refused(judgement.Faults);
        }

        var results = new PieceResult?[_work.Pieces];
        var failures = new string?[_work.Pieces];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, _work.Pieces), options, (piece, token) =>
        {
            (results[piece], failures[piece]) = Try(piece, token);
            return ValueTask.CompletedTask;
        });
        var pieces = results.Index().Where(each => each.Item is not null).ToDictionary(each => each.Index, each => each.Item!);
        var inputs = new ReportInputs
        {
            Markets = _markets,
            Series = series,
            Failures = failures.Index().Where(each => each.Item is not null).ToImmutableSortedDictionary(each => each.Index, each => each.Item!),
        };
        return await Task.Run(() => Finish(_work.Report(pieces, inputs), _work.Pieces, cancellationToken), cancellationToken);
    }

    private (PieceResult? Result, string? Failure) Try(int piece, CancellationToken cancellationToken)
    {
#pragma warning disable CA1031 // An own strategy may throw anything; the other pieces are worth finishing, and the report names the one that failed.
        try
        {
            return (Finish(_work.Piece(piece, _markets), piece, cancellationToken), null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return (null, failure.Message);
        }
#pragma warning restore CA1031
    }

    private T Finish<T>(SteppedWork<T> work, int? place, CancellationToken cancellationToken)
        where T : class
    {
        var isGoing = true;
        while (isGoing)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isGoing = work.Advance();
            if (place is { } index)
            {
                Volatile.Write(ref _done[index], work.Done);
            }
        }

        return work.Result;
    }
}
