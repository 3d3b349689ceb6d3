using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.WalkForward;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>Why a walk-forward run cannot be carried out.</summary>
internal static class WalkForwardChecks
{
    private const int MostWindows = 10_000;

    public static IEnumerable<RequestFault> Of(BacktestTerms terms, StrategyCatalog strategies)
    {
        if (terms.WalkForward is not { } slices)
        {
            return [new RequestFault("walk_forward", "Is required for this type: give train_bars and test_bars.")];
        }

        var lengths = Lengths(slices).ToList();
        if (lengths.Count > 0)
        {
            return lengths;
        }

        var windows = WalkForwardWindows.CountOf(RequestChecks.BarsOf(terms), slices);
        return windows switch
        {
            0 => [new RequestFault("walk_forward.train_bars", $"The range holds {RequestChecks.BarsOf(terms):N0} candles; one window needs {(long)slices.TrainBars + slices.PurgeBars + slices.TestBars:N0}. Choose a longer range or shorter slices.")],
            > MostWindows => [new RequestFault("walk_forward.step_bars", $"These are {windows:N0} windows; at most {MostWindows:N0} are worked. Choose longer steps.")],
            _ => SearchChecks.Of(terms, strategies, windows),
        };
    }

    private static IEnumerable<RequestFault> Lengths(WalkForwardTerms slices)
    {
        if (slices.TrainBars < 2)
        {
            yield return new RequestFault("walk_forward.train_bars", "Must be at least 2.");
        }

        if (slices.TestBars < 1)
        {
            yield return new RequestFault("walk_forward.test_bars", "Must be at least 1.");
        }

        if (slices.StepBars < slices.TestBars)
        {
            yield return new RequestFault("walk_forward.step_bars", $"Must be at least test_bars, which is {slices.TestBars:N0}: the same candles would be traded twice.");
        }

        if (slices.PurgeBars < 0)
        {
            yield return new RequestFault("walk_forward.purge_bars", "Must not be negative.");
        }
    }
}
