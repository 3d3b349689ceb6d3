using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Workers.Live;

/// <summary>What the worker knows beside the engine.</summary>
/// <param name="Monitoring">"running", "starting", "stopped" or "recovering".</param>
/// <param name="PriceSource">"real candles", "exchange history" or "simulated" on paper; null live.</param>
internal sealed record LiveSurroundings(string Monitoring, string? PriceSource);

/// <summary>The risk of the whole book as others see it.</summary>
internal static class RiskMetricsViews
{
    public static RiskMetricsView ToRiskMetricsView(this RiskSnapshot snapshot, LiveSurroundings surroundings)
    {
        var book = snapshot.Book;
        return new RiskMetricsView
        {
            Equity = book.Equity,
            PositionValue = book.PositionValue,
            UnrealizedPnl = book.UnrealizedPnl,
            ActivePositions = book.ActivePositions,
            Drawdown = book.Drawdown,
            PotentialDrawdown = book.PotentialDrawdown,
            MaxDrawdown = book.MaxDrawdown,
            DayPnl = book.DayPnl,
            WeekPnl = book.WeekPnl,
            MonthPnl = book.MonthPnl,
            DayPnlFraction = book.DayPnlFraction,
            GrossExposure = book.GrossExposure,
            NetExposure = book.NetExposure,
            Concentration = book.Concentration,
            Leverage = book.Leverage,
            MarginRatio = book.MarginRatio,
            MarginUtilisation = book.MarginUtilisation,
            LargestPosition = ToExtreme(book.LargestPosition),
            HighestLeverage = ToExtreme(book.HighestLeverage),
            Exchanges = [.. book.Exchanges.Select(ToView)],
            RiskScore = book.RiskScore,
            RiskScoreParts = [.. book.RiskScoreParts.Select(part => new RiskScorePart(part.Name, part.Score, part.Weight, part.Explanation))],
            Posture = snapshot.Posture,
            PostureReason = ReasonOf(snapshot),
            Claims = [.. snapshot.Claims.OrderByDescending(claim => claim.Posture).ThenBy(claim => claim.Owner, StringComparer.Ordinal).Select(ToView)],
            Monitoring = surroundings.Monitoring,
            Breakers = [.. snapshot.Breakers.Select(BreakerViews.ToView)],
            EquityCurve = [.. snapshot.EquityCurve.Select(point => new EquityPointView(point.At, point.Equity, point.Drawdown))],
            TradingDay = snapshot.TradingDay,
            MarketTime = snapshot.Seq == 0 ? null : snapshot.AsOf.MarketAt,
            PriceSource = surroundings.PriceSource,
        };
    }

    private static PostureClaimView ToView(PostureClaim claim) => new(
        claim.Posture, BreakerSentence.Describe(claim.Scope), claim.Reason, claim.Until, claim.IsMarketTime, claim.IsLocked, claim.Factor);

    private static PositionExtreme? ToExtreme(PositionFigure? figure) => figure is null ? null : new PositionExtreme(figure.Symbol, figure.Value);

    private static ExchangeRiskView ToView(ExchangeMetrics metrics) => new(
        metrics.Exchange.ToString(), metrics.Equity, metrics.Exposure, metrics.ExposureFraction, metrics.MarginRatio);

    private static string? ReasonOf(RiskSnapshot snapshot)
    {
        var reasons = snapshot.Claims.Where(claim => claim.Posture == snapshot.Posture && claim.Posture != Posture.Normal)
            .Select(claim => claim.Reason).Distinct(StringComparer.Ordinal).ToList();
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }
}
