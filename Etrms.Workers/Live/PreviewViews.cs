using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Workers.Live;

/// <summary>The gate's verdict over an order as others see it.</summary>
internal static class PreviewViews
{
    private const string DrawdownType = "MAX_DRAWDOWN";
    private const int ShareDigits = 8;

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
            StopFactor = decimal.Round(judgement.StopFactor, ShareDigits),
            StopReason = judgement.StopReason,
            Stop = judgement.Stop is { } stop ? new StopPlanView(stop.Entry, Level(stop.Asked, stop.Entry), Level(stop.Placed, stop.Entry), stop.Reason) : null,
            Before = ahead is null ? null : Figures(ahead.Before, ahead),
            After = ahead is null ? null : Figures(ahead.After, ahead),
            AfterMove = ahead?.AfterMove is { } moved ? Figures(moved, ahead) : null,
            Breakers = ahead is null ? [] : [.. Impacts(ahead).OrderByDescending(impact => impact.AfterMove ?? impact.After ?? -1)],
            AsOf = asOf,
        };
    }

    private static StopLevelView Level(StopLevel stop, decimal entry) =>
        new(stop.Level, decimal.Round(stop.Distance / entry, ShareDigits), stop.Quantity, stop.Loss);

    private static RiskFiguresView Figures(RiskSnapshot snapshot, OrderPreview ahead)
    {
        var book = snapshot.Book;
        var position = snapshot.Positions.FirstOrDefault(position =>
            position.Account == ahead.Account && position.Instrument == ahead.Instrument && position.Side == ahead.Side);
        var (room, move) = DrawdownRoom(snapshot, ahead);
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
            DrawdownMove = move,
            RiskScore = book.RiskScore,
            Quantity = position?.Quantity ?? (snapshot.IsComplete ? 0 : null),
            EntryPrice = position?.EntryPrice,
            Notional = position?.Notional,
            LiquidationPrice = position?.LiquidationPrice,
            LiquidationDistance = position?.LiquidationDistance,
        };
    }

    /// <summary>
    /// The equity that may still be lost until the tightest breaker over the order's account reaches its limit, and the move of all its prices
    /// that costs as much. At a drawdown d equity is (1 - d) of its peak, so the way from d to the limit L costs (L - d) / (1 - d) of what there is.
    /// </summary>
    private static (decimal? Room, decimal? Move) DrawdownRoom(RiskSnapshot snapshot, OrderPreview ahead)
    {
        var tightest = snapshot.Breakers
            .Where(breaker => breaker is { Value: < 1, Breaker: { Type: DrawdownType, Mode: not BreakerMode.Off, MeasureScope.IsPartial: false } }
                && breaker.Breaker.MeasureScope.CoversAccount(ahead.Account, ahead.Instrument.Exchange))
            .MinBy(breaker => breaker.Breaker.Threshold - breaker.Value);
        if (tightest is not { Value: { } drawdown, Breaker: { MeasureScope: var scope, Threshold: var limit } })
        {
            return (null, null);
        }

        var equity = snapshot.Accounts.Where(account => scope.CoversAccount(account.Account, account.Exchange)).Sum(account => account.Equity);
        var gross = snapshot.Positions.Where(position => scope.CoversAccount(position.Account, position.Instrument.Exchange)).Sum(position => position.Notional);
        var room = Math.Max(0, (equity ?? 0) * (limit - drawdown) / (1 - drawdown));
        return (room, gross > 0 ? room / gross : null);
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
