using System.Globalization;
using Etrms.Domain.Backtesting.Reports;

namespace Etrms.Cli.Backtests.Run;

/// <summary>A report in a dozen lines.</summary>
internal static class RunText
{
    public static IEnumerable<string> Of(BacktestReport report)
    {
        var (detail, overfitting) = (report.Detail, report.Overfitting);
        yield return Text($"Final equity   {detail.Run.FinalEquity:N2} from {detail.Run.InitialCapital:N2} ({detail.Report.TotalReturn:P2})");
        yield return Text($"Max drawdown   {detail.Report.MaxDrawdown:P2}");
        yield return $"Sharpe ratio   {detail.Report.PerDay.Sharpe?.ToString("0.00", CultureInfo.InvariantCulture) ?? "undefined"}";
        yield return Text($"Closed trades  {detail.Report.ClosedTrades:N0}");
        if (detail.Counterfactual is { } other)
        {
            yield return Text($"Breakers       {detail.Breakers.Sum(breaker => breaker.Trips):N0} trips; without them {other.Without.FinalEquity:N2}");
        }

        foreach (var contract in report.Sets?.Contracts ?? [])
        {
            yield return Text($"Sets           {contract.Instrument.Symbol}: {string.Join(", ", contract.BySet.Select(set => Text($"{set.Regime} {set.Share:P0} of the time with {set.Trades} trades")))}; {contract.Changes.Length:N0} changes");
        }

        foreach (var line in Study(report))
        {
            yield return line;
        }

        yield return $"Verdict        {overfitting.Verdict}{string.Concat(overfitting.Reasons.Select(reason => $"{Environment.NewLine}               {reason}"))}";
        foreach (var warning in report.Warnings)
        {
            yield return $"Beware         {warning}";
        }
    }

    private static IEnumerable<string> Study(BacktestReport report)
    {
        if (report.Optimization is { Best: { } best } optimization)
        {
            var values = new Domain.Backtesting.Optimization.ParameterGrid(optimization.Terms.Ranges)[best.Trial.Combination];
            yield return $"Best           {string.Join(", ", optimization.Terms.Ranges.Zip(values).Select(pair => Text($"{pair.First.Name} {pair.Second:0.######}")))} of {optimization.Trials.Length} trials";
        }

        if (report.WalkForward is { } windows)
        {
            yield return Text($"Windows        {windows.Windows.Length:N0}, efficiency {windows.Efficiency:0.00}, profitable {windows.Consistency:P0}");
        }

        if (report.MonteCarlo is { } paths)
        {
            yield return Text($"Paths          {paths.Paths:N0}, loss in {paths.ProbabilityOfLoss:P1}, ruin in {paths.RiskOfRuin:P1}{(paths.Condition is null ? "" : " (conditional)")}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
