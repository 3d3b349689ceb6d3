using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.MonteCarlo;

/// <summary>Runs the whole backtest again with parameters, or slippage, drawn evenly from their ranges.</summary>
internal sealed class RerunPaths(BacktestRequest request, MarketSlices slices, int bars) : IPathMaker
{
    private readonly ImmutableArray<RandomRange> _ranges = request.Terms.MonteCarlo is { } terms
        ? [.. terms.Parameters, .. terms.Slippage is { } slippage ? [slippage] : Array.Empty<RandomRange>()] : [];

    public FanSteps Steps { get; } = new(bars);

    public string Unit => "candles";

    public IEnumerable<int> Make(int number, Action<PathResult> done)
    {
        var attempt = RunAttempt.Of(Draw(number), slices);
        foreach (var candles in attempt.Steps())
        {
            yield return candles;
        }

        done(attempt.Run is { } run ? Trace(number, run) : new PathResult { Number = number, Fault = attempt.Fault });
    }

    private RunSetup Draw(int number)
    {
        var random = new SplitMix(SplitMix.SeedOf(unchecked((ulong)request.Terms.Seed), number));
        var setup = request.Base;
        foreach (var range in _ranges)
        {
            setup = setup.With(range.Name, decimal.Round(range.Min + ((decimal)random.Unit() * (range.Max - range.Min)), 10));
        }

        return setup;
    }

    private PathResult Trace(int number, BacktestRun run)
    {
        var trace = new PathTrace(Steps, (double)run.InitialCapital);
        foreach (var equity in run.Equity.Values)
        {
            trace.MoveTo(equity);
        }

        return trace.Result(number);
    }
}
