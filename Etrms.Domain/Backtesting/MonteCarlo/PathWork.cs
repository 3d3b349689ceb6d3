using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;

namespace Etrms.Domain.Backtesting.MonteCarlo;

/// <summary>Makes the run that paths depart from, then some of the paths.</summary>
internal sealed class PathWork(BacktestRequest request, MarketSlices slices)
{
    /// <summary>The run as it was asked for; throws <see cref="BrokenRunException"/> when it breaks off, for then there is nothing to depart from.</summary>
    public static IEnumerable<int> BaseRun(BacktestRequest request, MarketSlices slices, Action<BacktestRun> done)
    {
        var attempt = RunAttempt.Of(request.Base, slices);
        foreach (var candles in attempt.Steps())
        {
            yield return candles;
        }

        done(attempt.Run ?? throw new BrokenRunException(attempt.Fault!));
    }

    public static IPathMaker MakerOf(BacktestRequest request, MarketSlices slices, BacktestRun run) => request.Terms.MonteCarlo!.Method switch
    {
        MonteCarloMethod.TradeBootstrap => new TradePaths(request, run),
        MonteCarloMethod.BlockBootstrap => new BlockPaths(request, run),
        MonteCarloMethod.ParameterNoise or MonteCarloMethod.Slippage => new RerunPaths(request, slices, run.Equity.Count),
    };

    public IEnumerable<int> Steps(int first, int count, Action<ImmutableArray<PathResult>> done)
    {
        BacktestRun? run = null;
        foreach (var candles in BaseRun(request, slices, made => run = made))
        {
            yield return candles;
        }

        var paths = ImmutableArray.CreateBuilder<PathResult>(count);
        if (request.Terms.MonteCarlo!.Method == MonteCarloMethod.TradeBootstrap && TradePaths.FaultOf(request.Terms.MonteCarlo, run!) is { } fault)
        {
            paths.AddRange(Enumerable.Range(first, count).Select(number => new PathResult { Number = number, Fault = fault }));
            done(paths.ToImmutable());
            yield break;
        }

        var maker = MakerOf(request, slices, run!);
        for (var number = first; number < first + count; number++)
        {
            foreach (var candles in maker.Make(number, paths.Add))
            {
                yield return candles;
            }
        }

        done(paths.ToImmutable());
    }
}
