using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>
/// Best first: what has a figure before what has none, what traded often enough before what did not, more before less, and of equal ones the first
/// in the order of the grid.
/// </summary>
public sealed class TrialRanking(BacktestObjective objective, int minimumTrades) : IComparer<Trial>
{
    public double? ScoreOf(TrialFigures figures) => Defined(objective switch
    {
        BacktestObjective.SharpeRatio => figures.Sharpe,
        BacktestObjective.SortinoRatio => figures.Sortino,
        BacktestObjective.CalmarRatio => figures.Calmar,
        BacktestObjective.NetProfit => figures.NetProfit,
        BacktestObjective.TotalReturn => figures.TotalReturn,
        BacktestObjective.AnnualizedReturn => figures.AnnualizedReturn,
        BacktestObjective.ProfitFactor => figures.ProfitFactor,
        BacktestObjective.RecoveryFactor => figures.RecoveryFactor,
        BacktestObjective.Expectancy => figures.Expectancy,
        BacktestObjective.WinRate => figures.WinRate,
        BacktestObjective.MaxDrawdown => -figures.MaxDrawdown,
    });

    /// <summary>The figure as people read it: a drawdown is not turned round.</summary>
    public double? FigureOf(TrialFigures figures) => objective == BacktestObjective.MaxDrawdown ? figures.MaxDrawdown : ScoreOf(figures);

    /// <summary>The same; null when the trial could not be run.</summary>
    public double? FigureOf(Trial trial) => trial.Figures is { } figures ? FigureOf(figures) : null;

    /// <summary>True when it may be chosen.</summary>
    public bool IsEligible(Trial trial) => trial.Figures is { } figures && figures.ClosedTrades >= minimumTrades && ScoreOf(figures) is not null;

    /// <summary>The best that may be chosen; null when there is none.</summary>
    public Trial? Best(IEnumerable<Trial> trials) => trials.Where(IsEligible).Min(this);

    public int Compare(Trial? x, Trial? y)
    {
        if (x is null || y is null)
        {
            return (x is null).CompareTo(y is null);
        }

        var byEligibility = IsEligible(y).CompareTo(IsEligible(x));
        if (byEligibility != 0)
        {
            return byEligibility;
        }

        var byScore = Score(y).CompareTo(Score(x));
        return byScore != 0 ? byScore : x.Combination.CompareTo(y.Combination);
    }

    private double Score(Trial trial) => trial.Figures is { } figures ? ScoreOf(figures) ?? double.MinValue : double.MinValue;

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
