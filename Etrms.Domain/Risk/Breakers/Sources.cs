using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>The two-source rule: the computed equity and the account value that the venue itself reports (RISK 4.1, 4.7).</summary>
internal static class Sources
{
    /// <summary>True when the excess is so large and so well confirmed that waiting would only cost.</summary>
    public static bool IsBeyondDoubt(BreakerWatch watch, WatchCell cell, int stage, BoardContext context)
    {
        if (watch.Meter.ReasonOf(cell.Position) is not null
            || watch.Breaker.Qualify is not null
            || !watch.Meter.Reaches(cell.Position, TripLevels.Beyond(watch.LevelOf(cell, stage), context.Books.Settings.ImmediateFactor, watch.IsFalling)))
        {
            return false;
        }

        if (!watch.IsReconstructed && Agree(watch.Scope, context))
        {
            return true;
        }

        Ask(watch, stage, context);
        return false;
    }

    /// <summary>
    /// What hangs on a doubtful price, on a peak that only candles tell, or on a value that is not the venue's, closes nothing until the venue's own
    /// word, given since the condition began to hold, says the same.
    /// </summary>
    public static bool MayAct(BreakerWatch watch, WatchCell cell, int stage, BoardContext context)
    {
        if (!watch.Breaker.Stages[stage].Actions.Any(BreakerWatch.Reduces)
            || (!watch.IsReconstructed && !IsDoubtful(watch.Scope, context)) || IsConfirmed(watch, cell, stage))
        {
            return true;
        }

        Ask(watch, stage, context);
        return false;
    }

    /// <summary>True when a price stands apart from its index or from the other venue's, or an account's value from what the venue says.</summary>
    private static bool IsDoubtful(ScopeBook scope, BoardContext context) =>
        scope.Positions.Exists(position => position.Contract.IsOffIndex(context.Books.Settings.MaxIndexDeviation) || IsOffOtherVenue(position.Contract, context.Books))
        || scope.Accounts.Exists(account => account.IsValueOff(context.Books.Settings));

    /// <summary>True when the same coin's fresh mark on another venue stands elsewhere; false without one.</summary>
    private static bool IsOffOtherVenue(ContractBook contract, RiskBooks books) => books.Contracts.Any(other =>
        other.Id.Exchange != contract.Id.Exchange && other.Underlying == contract.Underlying
        && other.Mark > 0 && books.Clock.Now - other.MarkAt <= books.Settings.MarkStaleAfter.Ticks
        && Math.Abs(contract.Mark - other.Mark) > books.Settings.MaxVenueDeviation * other.Mark);

    private static bool IsConfirmed(BreakerWatch watch, WatchCell cell, int stage) =>
        watch.Scope.Accounts.TrueForAll(account => account.ReadAt >= cell.Stages[stage].Since)
        && watch.Scope.With(watch.Scope.Accounts.Sum(account => account.ValueOff * account.CollateralRate), () => watch.Meter.Reaches(cell.Position, watch.LevelOf(cell, stage)));

    /// <summary>Asks the venue for its word on the accounts where something would be closed upon it.</summary>
    private static void Ask(BreakerWatch watch, int stage, BoardContext context)
    {
        if (!watch.Breaker.Stages[stage].Actions.Any(BreakerWatch.Reduces))
        {
            return;
        }

        foreach (var account in watch.Scope.Accounts)
        {
            context.AskFor(account);
        }
    }

    private static bool Agree(ScopeBook scope, BoardContext context) =>
        scope.Positions.Count > 0 && scope.Accounts.TrueForAll(account => Agrees(account, context));

    private static bool Agrees(AccountBook account, BoardContext context) =>
        account.Balance is { } balance
        && context.Now - account.ReadAt <= context.Books.Settings.AccountCheckStaleAfter.Ticks / 2
        && Math.Abs(balance.MarginBalance - account.Value)
            <= context.Books.Settings.SourcesAgreeWithin * Math.Abs(balance.MarginBalance);
}
