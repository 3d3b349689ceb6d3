using System.Collections.Immutable;
using System.Globalization;

namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>Whether a result may be put to work on live accounts.</summary>
/// <param name="IsOverridden">True when somebody took it upon himself, with a reason.</param>
/// <param name="Reasons">What speaks against it, in sentences; empty when nothing does.</param>
public sealed record ApplyJudgement(bool IsAllowed, bool IsOverridden, ImmutableArray<string> Reasons);

/// <summary>
/// Judges results before they are applied. Refused are results that are more likely luck than not: a probability of overfitting above 0.5, a
/// deflated Sharpe ratio below 0.95 or one that cannot be told, too few trades, parts that are missing. A reason overrides that; nothing overrides
/// a strategy that looks ahead, for its result does not exist in life.
/// </summary>
public static class ApplyToLive
{
    public const double MostProbabilityOfOverfitting = 0.5;
    public const double LeastDeflatedSharpe = 0.95;
    public const int FewestTrades = 30;
    public const double LeastEfficiency = 0.5;

    private const int ShortestReason = 10;

    public static ApplyJudgement Judge(OverfittingReport report, string? overrideReason)
    {
        var (_, reasons) = Weigh(report);
        if (reasons.IsEmpty)
        {
            return new ApplyJudgement(true, false, reasons);
        }

        if (report.IsFreeOfLookahead == false)
        {
            return new ApplyJudgement(false, false, reasons);
        }

        var isOverridden = overrideReason?.Trim().Length >= ShortestReason;
        return new ApplyJudgement(isOverridden, isOverridden, isOverridden || string.IsNullOrWhiteSpace(overrideReason)
            ? reasons : reasons.Add($"A reason to override this needs at least {ShortestReason} characters."));
    }

    internal static (BacktestVerdict Verdict, ImmutableArray<string> Reasons) Weigh(OverfittingReport report)
    {
        ImmutableArray<string> luck = [.. Luck(report)];
        ImmutableArray<string> little = [.. Little(report)];
        return (luck.Length > 0 ? BacktestVerdict.Overfit : little.Length > 0 ? BacktestVerdict.Weak : BacktestVerdict.Sound, [.. luck, .. little]);
    }

    private static IEnumerable<string> Luck(OverfittingReport report)
    {
        if (report.IsFreeOfLookahead == false)
        {
            yield return "The strategy looks ahead: it trades on what it cannot know yet.";
        }

        if (report.ProbabilityOfOverfitting is > MostProbabilityOfOverfitting)
        {
            yield return Text($"The probability of overfitting is {report.ProbabilityOfOverfitting:0.00}: what was best on one half of the time is mostly below the median on the other.");
        }

        if (report.DeflatedSharpe is < LeastDeflatedSharpe)
        {
            yield return Text($"The deflated Sharpe ratio is {report.DeflatedSharpe:0.000}: below {LeastDeflatedSharpe:0.00}, the best of {report.TrialsEver:N0} trials may be this good by luck.");
        }

        if (report.WalkForwardEfficiency is < LeastEfficiency)
        {
            yield return Text($"Out of sample it made {report.WalkForwardEfficiency:0.00} of its return in sample; below {LeastEfficiency:0.00} the choice of parameters did not hold.");
        }
    }

    private static IEnumerable<string> Little(OverfittingReport report)
    {
        if (report.DeflatedSharpe is null)
        {
            yield return "There is no Sharpe ratio to judge: the equity did not vary, or there are too few days.";
        }

        if (report is { IsSelected: true, ProbabilityOfOverfitting: null })
        {
            yield return "The probability of overfitting cannot be told: too few trials or too short a range.";
        }

        if (report.ClosedTrades < FewestTrades)
        {
            yield return Text($"{report.ClosedTrades} closed trades are too few to tell skill from luck; at least {FewestTrades} are wanted.");
        }

        if (report.MinBacktestYears is { } needed && needed > report.YearsTested)
        {
            yield return Text($"{report.YearsTested:0.0} years were tested; {report.TrialsEver:N0} trials give such a Sharpe ratio by luck below {needed:0.0} years.");
        }

        if (report.IsPartial)
        {
            yield return "Parts of the work are missing.";
        }

        if (report.HasFlawedData)
        {
            yield return "Rows of the data cannot be true; see the certificate.";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
