using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>The two-source rule: the computed equity and the account value that the venue itself reports (RISK 4.1, 4.7).</summary>
internal static class Sources
{
    /// <summary>True when the excess is so large and so well confirmed that waiting would only cost.</summary>
    public static bool IsBeyondDoubt(BreakerWatch watch, WatchCell cell, int stage, BoardContext context) =>
        watch.Meter.ReasonOf(cell.Position) is null
        && watch.Breaker.Qualify is null
        && watch.Meter.Reaches(cell.Position, TripLevels.Beyond(watch.LevelOf(cell, stage), context.Books.Settings.ImmediateFactor, watch.IsFalling))
        && Agree(watch.Scope, context);

    /// <summary>A mark far off the index closes nothing until the venue's own account value agrees.</summary>
    public static bool MayAct(BreakerWatch watch, WatchCell cell, int stage, BoardContext context) =>
        !watch.Breaker.Stages[stage].Actions.Any(BreakerWatch.Reduces)
        || !watch.Scope.Positions.Exists(position => position.Contract.IsOffIndex(context.Books.Settings.MaxIndexDeviation))
        || Agree(watch.Scope, context);

    private static bool Agree(ScopeBook scope, BoardContext context) =>
        scope.Positions.Count > 0 && scope.Accounts.TrueForAll(account => Agrees(account, context));

    private static bool Agrees(AccountBook account, BoardContext context) =>
        account.Balance is { } balance
        && context.Now - account.ReadAt <= context.Books.Settings.AccountCheckStaleAfter.Ticks / 2
        && Math.Abs(balance.MarginBalance - account.Equity)
            <= context.Books.Settings.SourcesAgreeWithin * Math.Abs(balance.MarginBalance);
}
