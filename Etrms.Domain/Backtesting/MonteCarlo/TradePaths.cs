using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Backtesting.MonteCarlo;

/// <summary>
/// Draws the closed trades of a run with replacement, as returns on the equity before each, and compounds them. To draw them without would keep the
/// final balance and vary only the way to it. With a wanted win rate winners and losers are drawn apart: a condition, not a forecast.
/// </summary>
internal sealed class TradePaths : IPathMaker
{
    private readonly MonteCarloTerms _terms;
    private readonly ulong _seed;
    private readonly double _initial;
    private readonly double _slippage;
    private readonly Drawn[] _all;
    private readonly Drawn[] _winners;
    private readonly Drawn[] _others;

    public TradePaths(BacktestRequest request, BacktestRun run)
    {
        _terms = request.Terms.MonteCarlo!;
        _seed = unchecked((ulong)request.Terms.Seed);
        _initial = (double)run.InitialCapital;
        _slippage = (double)request.Terms.Costs.Slippage;
        _all = [.. Returns(run)];
        _winners = [.. _all.Where(trade => trade.Return > 0)];
        _others = [.. _all.Where(trade => trade.Return <= 0)];
        Steps = new FanSteps(_all.Length);
    }

    public FanSteps Steps { get; }

    public string Unit => "trades";

    /// <summary>Why no path can be made of this run; null when they can.</summary>
    public static string? FaultOf(MonteCarloTerms terms, BacktestRun run)
    {
        const int fewest = 5;
        var closed = run.Trades.Count(trade => !trade.IsOpen);
        var winners = run.Trades.Count(trade => !trade.IsOpen && trade.NetPnl > 0);
        return closed < fewest ? $"The run has {closed} closed trades; at least {fewest} are needed to draw from. Choose a longer range or BLOCK_BOOTSTRAP."
            : terms.WinRate is not null && (winners == 0 || winners == closed)
                ? "All closed trades of the run ended the same way, so no other win rate can be drawn from them. Leave win_rate out." : null;
    }

    public IEnumerable<int> Make(int number, Action<PathResult> done)
    {
        done(Make(number));
        yield return _all.Length;
    }

    private PathResult Make(int number)
    {
        var random = new SplitMix(SplitMix.SeedOf(_seed, number));
        var slip = _terms.Slippage is { } slippage ? Between(slippage, random.Unit()) - _slippage : 0;
        var winRate = _terms.WinRate is { } wanted ? Between(wanted, random.Unit()) : (double?)null;
        var trace = new PathTrace(Steps, _initial);
        var blocks = new CircularBlocks(_all.Length, _terms.BlockLength ?? 1);
        for (var i = 0; i < _all.Length; i++)
        {
            Drawn trade;
            if (winRate is { } rate)
            {
                var pool = random.Unit() < rate ? _winners : _others;
                trade = pool[random.Below(pool.Length)];
            }
            else
            {
                trade = _all[blocks.Next(ref random)];
            }

            trace.Grow(trade.Return - (slip * trade.Turnover));
        }

        return trace.Result(number);
    }

    private static double Between(RandomRange range, double unit) => (double)range.Min + (unit * (double)(range.Max - range.Min));

    private static IEnumerable<Drawn> Returns(BacktestRun run)
    {
        var equity = (double)run.InitialCapital;
        foreach (var trade in run.Trades)
        {
            if (trade is not { NetPnl: { } net, ExitPrice: { } exit } || equity <= 0)
            {
                continue;
            }

            yield return new Drawn((double)net / equity, (double)(trade.Quantity * (trade.EntryPrice + exit)) / equity);
            equity += (double)net;
        }
    }

    /// <param name="Return">Net result over the equity before.</param>
    /// <param name="Turnover">Bought and sold, over the same: what slippage is paid on.</param>
    private readonly record struct Drawn(double Return, double Turnover);
}
