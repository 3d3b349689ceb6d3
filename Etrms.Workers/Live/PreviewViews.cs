using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Workers.Live;

/// <summary>The gate's verdict over an order as others see it.</summary>
internal static class PreviewViews
{
    private const string DrawdownType = "MAX_DRAWDOWN";

    public static RiskPreviewView ToView(this OrderJudgement judgement, DateTimeOffset asOf)
    {
        var ahead = judgement.Preview;
        return new RiskPreviewView
        {
            Allowed = judgement.Refusals.IsEmpty,
            Refusals = [.. judgement.Refusals.Select(refusal => new RefusalView(refusal.Code, refusal.Message))],
            Note = judgement.Note,
            Quantity = judgement.Quantity,
            IsReducing = judgement.IsReducing,
            Mark = judgement.Mark,
            Before = ahead is null ? null : Figures(ahead.Before, ahead),
            After = ahead is null ? null : Figures(ahead.After, ahead),
            AfterMove = ahead?.AfterMove is { } moved ? Figures(moved, ahead) : null,
            Breakers = ahead is null ? [] : [.. Impacts(ahead).OrderByDescending(impact => impact.AfterMove ?? impact.After ?? -1)],
            AsOf = asOf,
        };
    }

    private static RiskFiguresView Figures(RiskSnapshot snapshot, OrderPreview ahead)
    {
        var book = snapshot.Book;
        var position = snapshot.Positions.FirstOrDefault(position =>
            position.Account == ahead.Account && position.Instrument == ahead.Instrument && position.Side == ahead.Side);
        var room = DrawdownRoom(snapshot);
        return new RiskFiguresView
        {
            Equity = book.Equity,
            Leverage = book.Leverage,
            MarginRatio = book.MarginRatio,
            MarginUtilisation = book.MarginUtilisation,
            GrossExposure = book.GrossExposure,
            NetExposure = book.NetExposure,
            Concentration = book.Concentration,
            Drawdown = book.Drawdown,
            DrawdownRoom = room,
            DrawdownMove = room is { } loss && book.PositionValue is > 0 and var value ? loss / value : null,
            RiskScore = book.RiskScore,
            Quantity = position?.Quantity ?? (snapshot.IsComplete ? 0 : null),
            EntryPrice = position?.EntryPrice,
            Notional = position?.Notional,
            LiquidationPrice = position?.LiquidationPrice,
            LiquidationDistance = position?.LiquidationDistance,
        };
    }

    /// <summary>
    /// The equity that may still be lost until the tightest breaker over the whole book reaches its limit. At a drawdown d equity is
    /// (1 - d) of its peak, so the way from d to the limit L costs (L - d) / (1 - d) of what there is.
    /// </summary>
    private static decimal? DrawdownRoom(RiskSnapshot snapshot)
    {
        var tightest = snapshot.Breakers
            .Where(breaker => breaker is { Value: not null, Breaker: { Type: DrawdownType, Mode: not BreakerMode.Off, MeasureScope.IsGlobal: true } })
            .MinBy(breaker => breaker.Breaker.Threshold - breaker.Value);
        return tightest is { Value: { } drawdown and < 1 } && snapshot.Book.Equity is { } equity
            ? Math.Max(0, equity * (tightest.Breaker.Threshold - drawdown) / (1 - drawdown))
            : null;
    }

    private static IEnumerable<BreakerImpactView> Impacts(OrderPreview ahead)
    {
        var after = ahead.After.Breakers.ToDictionary(breaker => breaker.Breaker.Id);
        var moved = ahead.AfterMove?.Breakers.ToDictionary(breaker => breaker.Breaker.Id);
        return
            from before in ahead.Before.Breakers
            where before.Breaker.Mode != BreakerMode.Off
            let breaker = before.Breaker
            select new BreakerImpactView(
                breaker.Id, breaker.Name, breaker.Type, BreakerViews.NameOf(ConditionCatalog.UnitOf(breaker)), breaker.Mode, breaker.Threshold,
                before.Progress, after.GetValueOrDefault(breaker.Id)?.Progress, moved?.GetValueOrDefault(breaker.Id)?.Progress,
                ahead.Breaches.Contains(breaker.Name));
    }
}
