using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.MonteCarlo;

/// <summary>Draws blocks of the returns from candle to candle with replacement.</summary>
internal sealed class BlockPaths : IPathMaker
{
    private readonly ulong _seed;
    private readonly double _initial;
    private readonly double[] _returns;
    private readonly int _block;

    public BlockPaths(BacktestRequest request, BacktestRun run)
    {
        _seed = unchecked((ulong)request.Terms.Seed);
        _initial = (double)run.InitialCapital;

        // What stood at nothing has no return: an account that lost everything rests.
        _returns = [.. EquityReturns.PerBar(run.Equity).Select(each => double.IsFinite(each) ? each : 0)];
        _block = request.Terms.MonteCarlo!.BlockLength ?? CircularBlocks.LengthFor(_returns.Length);
        Steps = new FanSteps(_returns.Length);
    }

    public FanSteps Steps { get; }

    public string Unit => "candles";

    public IEnumerable<int> Make(int number, Action<PathResult> done)
    {
        var random = new SplitMix(SplitMix.SeedOf(_seed, number));
        var trace = new PathTrace(Steps, _initial);
        var blocks = new CircularBlocks(_returns.Length, _block);
        for (var i = 0; i < _returns.Length; i++)
        {
            trace.Grow(_returns[blocks.Next(ref random)]);
        }

        done(trace.Result(number));
        yield return _returns.Length;
    }
}
