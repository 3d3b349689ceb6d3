using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Backtesting.WalkForward;

/// <summary>A stretch to choose parameters on, and the one after it to trade them on.</summary>
/// <param name="Train">Nothing of the test is in it.</param>
public readonly record struct WalkForwardWindow(TimeRange Train, TimeRange Test);

/// <summary>The windows of a walk-forward run, in time, so that missing candles move no border.</summary>
public static class WalkForwardWindows
{
    /// <param name="bars">Candles of the whole range.</param>
    /// <param name="terms">Lengths of the slices.</param>
    public static long CountOf(long bars, WalkForwardTerms terms)
    {
        var needed = (long)terms.TrainBars + terms.PurgeBars + terms.TestBars;
        return bars < needed ? 0 : ((bars - needed) / terms.StepBars) + 1;
    }

    /// <summary>A window by its number, from 0.</summary>
    public static WalkForwardWindow At(BacktestTerms terms, int number)
    {
        var slices = terms.WalkForward!;
        var step = terms.Timeframe.Length;
        var start = terms.Range.AlignedTo(terms.Timeframe).Start;
        var from = start + (step * ((long)number * slices.StepBars));
        var trained = from + (step * slices.TrainBars);
        var test = trained + (step * slices.PurgeBars);
        return new WalkForwardWindow(
            new TimeRange(slices.Scheme == WalkForwardScheme.Rolling ? from : start, trained),
            new TimeRange(test, test + (step * slices.TestBars)));
    }
}
