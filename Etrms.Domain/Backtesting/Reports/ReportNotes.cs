using System.Globalization;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Overfitting;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>What a reader of a report has to know, in sentences.</summary>
internal static class ReportNotes
{
    public static IEnumerable<string> Assumptions(BacktestReport report)
    {
        var terms = report.Terms;
        yield return "Orders of a close fill from the next open on; a price that was gapped over fills at the open, one that is touched fills.";
        yield return terms.IntrabarOrder == IntrabarOrder.StopFirst
            ? "Where a candle holds both stop and target, the stop came first." : "Where a candle holds both stop and target, the target came first.";
        yield return Text($"Taker fee {terms.Costs.TakerFee:0.######}, maker fee {terms.Costs.MakerFee:0.######}, slippage {terms.Costs.Slippage:0.######} of the notional, against the trader on both sides.");
        yield return terms.ChargesFunding ? "Funding is settled at the mark price." : "Funding is not charged.";
        yield return terms.Margin is null ? "Without a margin model: nothing is liquidated." : Text($"{terms.Margin} margin by the venue's table at {terms.Leverage}x; liquidation by the mark price.");
        yield return terms.UsesExchangeRules ? "Quantities and prices keep to the venue's lot, tick and smallest notional." : "A lot of 0.00000001 and no tick.";
        yield return terms.ClosesAtEnd ? "What is open at the end is closed at the last close." : "What is open at the end is valued at the last close and does not count as a trade.";
        yield return "Breakers are judged at every close and act at the next open; a closed candle needs no further qualification unless a breaker asks for it.";
        if (report.WalkForward is not null)
        {
            yield return "Each window trades flat from the initial capital; in a row they are scaled to what the windows before left. A position at the edge of a window ends at its last close.";
        }

        if (report.MonteCarlo?.Condition is { } condition)
        {
            yield return condition;
        }

        if (report.Sets is not null)
        {
            yield return SetReport.Convention;
        }

        yield return $"Regimes: {report.RegimeConvention}";
    }

    public static IEnumerable<string> Warnings(BacktestReport report, ReportInputs inputs)
    {
        foreach (var (piece, failure) in inputs.Failures)
        {
            yield return Text($"Piece {piece + 1} failed: {failure}");
        }

        if (report.Overfitting.ClosedTrades < ApplyToLive.FewestTrades)
        {
            yield return Text($"Too few trades: {report.Overfitting.ClosedTrades} closed ones say little; at least {ApplyToLive.FewestTrades} are wanted.");
        }

        foreach (var series in report.Series.Where(series => series.Certificate.Gaps > 0 && series.Certificate.MissingRows is > 0))
        {
            yield return Text($"{series.Instrument} {series.Kind.ToString().ToLowerInvariant()}: {series.Certificate.MissingRows:N0} candles are missing in {series.Certificate.Gaps:N0} gaps; nothing fills in them.");
        }

        if (report.Detail.Run.Substituted > 0)
        {
            yield return Text($"{report.Detail.Run.Substituted:N0} funding rates or marks were missing; the last rate or the traded price stood in.");
        }

        if (report.Detail.Run.AmbiguousBars > 0)
        {
            yield return Text($"{report.Detail.Run.AmbiguousBars:N0} candles leave open what came first; the band shows what hangs on it.");
        }

        foreach (var note in Studies(report))
        {
            yield return note;
        }
    }

    private static IEnumerable<string> Studies(BacktestReport report)
    {
        if (report.Lookahead is { IsClean: false, Finding: null })
        {
            yield return "The strategy gave no order in the candles that the look-ahead check used, so nothing is proven.";
        }

        if (report.Optimization is { Failed: > 0 and var failed })
        {
            var first = report.Optimization.Trials.Where(each => each.Trial.Fault is not null).MinBy(each => each.Number)!;
            yield return Text($"{failed:N0} combinations could not be run. The first, number {first.Number:N0}: {first.Trial.Fault}");
        }

        if (report.Optimization is { Best: null })
        {
            yield return "No combination could be chosen; the run that is shown has the parameters that were asked for.";
        }

        if (report.WalkForward?.Windows.Count(window => window.Fault is not null) is > 0 and var windows)
        {
            var first = report.WalkForward.Windows.First(window => window.Fault is not null);
            yield return Text($"{windows:N0} windows could not be traded. The first, number {first.Number + 1:N0}: {first.Fault}");
        }

        if (report.WalkForward?.Windows.FirstOrDefault(window => window is { Failed: > 0, Fault: null }) is { } window)
        {
            yield return Text($"In training {report.WalkForward.Windows.Sum(each => each.Failed):N0} combinations could not be run. The first, of window {window.Number + 1:N0}: {window.FirstFailure}");
        }

        if (report.MonteCarlo is { PathsFailed: > 0 and var paths })
        {
            yield return Text($"{paths:N0} paths could not be made. The first: {report.MonteCarlo.FirstFailure}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
