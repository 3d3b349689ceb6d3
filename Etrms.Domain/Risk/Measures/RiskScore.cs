using System.Collections.Immutable;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Measures;

/// <summary>
/// One number from 0 (calm) to 100 for the whole book: a weighted sum of parts that each say how far a figure has gone towards a level
/// that most traders would call too much. The levels are chosen, not estimated; the parts are shown beside the number.
/// </summary>
internal static class RiskScore
{
    public static ImmutableArray<ScorePart> Parts(BookMetrics book, ImmutableArray<BreakerSnapshot> breakers) =>
    [
        Part("Drawdown", book.Drawdown, 0.2m, 0.25m, "fall from the peak; full at 20 %"),
        Part("Day loss", book.DayPnlFraction is { } day ? Math.Max(-day, 0) : null, 0.05m, 0.15m, "loss since the day began; full at 5 %"),
        Part("Leverage", book.Leverage, 10, 0.2m, "gross notional over equity; full at 10 x"),
        Part("Margin", book.MarginRatio, 0.8m, 0.2m, "maintenance margin over balance; full at 80 %"),
        Part("Concentration", book.ActivePositions == 0 && book.Equity is not null ? 0 : book.Concentration * Math.Min(book.Leverage ?? 1, 1), 1, 0.1m,
            "squared shares by coin, less when little is held; full at one coin"),
        Part("Breakers", Nearest(breakers), 1, 0.1m, "the breaker nearest to its threshold; full when one is tripped"),
    ];

    /// <summary>Null as soon as one part is unknown.</summary>
    public static decimal? Of(ImmutableArray<ScorePart> parts)
    {
        decimal? score = 0;
        foreach (var part in parts)
        {
            score += part.Score * part.Weight;
        }

        return score is { } known ? decimal.Round(known, 1) : null;
    }

    private static ScorePart Part(string name, decimal? value, decimal full, decimal weight, string explanation) =>
        new(name, value is { } known ? decimal.Round(Math.Clamp(known / full, 0, 1) * 100, 1) : null, weight, explanation);

    private static decimal? Nearest(ImmutableArray<BreakerSnapshot> breakers)
    {
        var active = breakers.Where(breaker => breaker.Status != BreakerStatus.Disabled).ToList();
        return active.Exists(breaker => breaker.Status is BreakerStatus.Acting or BreakerStatus.Verifying or BreakerStatus.Latched or BreakerStatus.ActionError)
            ? 1
            : active.Exists(breaker => breaker.Progress is null) ? null : active.Select(breaker => breaker.Progress).Max() ?? 0;
    }
}
