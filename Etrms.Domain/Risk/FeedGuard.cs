using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk;

/// <summary>
/// What the engine does by itself about missing inputs: a venue whose needed marks are silent, or whose rules nobody could read for days, takes no new
/// risk, and a balance that nothing explains is told to the trader. Every alert is raised once until its cause is gone.
/// </summary>
internal sealed class FeedGuard(RiskBooks books)
{
    private readonly SortedSet<string> _standing = new(StringComparer.Ordinal);
    private readonly BlindStops _stops = new(books);

    public ImmutableArray<string> Standing => [.. _standing];

    public void Restore(ImmutableArray<string> standing) => _standing.UnionWith(standing);

    /// <summary>Called on every tick of the clock.</summary>
    public void Check(BoardContext context)
    {
        foreach (var account in books.Accounts)
        {
            AgeTables(account);
            if (IsWell(account, context))
            {
                continue;
            }

            CheckMarks(account, context);
            CheckRules(account, context);
            CheckBalance(account, context);
            CheckValue(account, context);
            CheckCollateral(account, context);
        }
    }

    /// <summary>True when there is nothing to say, and nothing was said that could be over: then no words are made.</summary>
    private bool IsWell(AccountBook account, BoardContext context) => _standing.Count == 0 && context.Postures.IsEmpty
        && account is { ReadingsOff: 0, Audit.IsSettled: true } && account.CollateralRate > 1 - books.Settings.CollateralAlertAt
        && AgeOfRules(account, context.Now) <= books.Settings.RulesAgedAfter.Ticks
        && OldestMark(account, context.Now, out _) <= Math.Min(books.Settings.NoNewRiskAfter.Ticks, books.Settings.CriticalAfter.Ticks);

    /// <summary>A margin table that has become too old takes what was measured by it along.</summary>
    private void AgeTables(AccountBook account)
    {
        foreach (var position in account.Positions)
        {
            if (position.Contract.Age(books.Clock.Now, books.Settings))
            {
                account.Sum();
                books.NoteFact();
            }
        }
    }

    /// <summary>How long a venue's rules could not be read; a worker reads them before its first tick. 0 before they ever were: then nothing can be opened by them.</summary>
    private long AgeOfRules(AccountBook account, long now) => books.RulesAt(account.Exchange) is > 0 and var readAt ? now - readAt : 0;

    private void CheckRules(AccountBook account, BoardContext context)
    {
        var age = AgeOfRules(account, context.Now);
        var owner = $"rules:{account.Id}";
        var isStale = age > books.Settings.RulesStaleAfter.Ticks;
        if (isStale && !context.Postures.Holds(owner))
        {
            var scope = new Scope { Exchanges = [account.Exchange] };
            context.Postures.Claim(owner, scope, Posture.NoNewRisk, $"the trading rules of {account.Exchange} are older than {Words.Duration(books.Settings.RulesStaleAfter)}");
        }
        else if (!isStale && context.Postures.Holds(owner))
        {
            context.Postures.Release(owner);
        }

        Stand($"{owner}/aged", age > books.Settings.RulesAgedAfter.Ticks, context, AlertSeverity.Warning, $"Old trading rules of {account.Exchange}",
            $"Order sizes and margin tables could not be read for more than {Words.Duration(books.Settings.RulesAgedAfter)}. "
            + $"After {Words.Duration(books.Settings.RulesStaleAfter)} new risk is refused there.");
        Stand($"{owner}/stale", isStale, context, AlertSeverity.Critical, $"No new risk at {account.Exchange}: its trading rules are too old",
            $"Order sizes and margin tables could not be read for more than {Words.Duration(books.Settings.RulesStaleAfter)}. Distances to liquidation are those that "
            + $"{account.Exchange} names itself, or unknown. Closing goes on.");
    }

    private void CheckMarks(AccountBook account, BoardContext context)
    {
        var age = OldestMark(account, context.Now, out var symbol);
        var owner = $"feed:{account.Id}";
        var isSilent = age > books.Settings.NoNewRiskAfter.Ticks;
        if (isSilent && !context.Postures.Holds(owner))
        {
            var scope = new Scope { Exchanges = [account.Exchange] };
            context.Postures.Claim(owner, scope, Posture.NoNewRisk, $"no mark price of {symbol} from {account.Exchange}");
        }
        else if (!isSilent && context.Postures.Holds(owner))
        {
            context.Postures.Release(owner);
        }

        Stand($"{owner}/silent", isSilent, context, AlertSeverity.Warning, $"No prices from {account.Exchange}",
            $"The mark price of {symbol} has not moved for more than {Words.Duration(books.Settings.NoNewRiskAfter)}. New risk is refused there.");
        Stand($"{owner}/dead", age > books.Settings.CriticalAfter.Ticks, context, AlertSeverity.Critical,
            $"{account.Name} is not being watched",
            $"No mark price of {symbol} for more than {Words.Duration(books.Settings.CriticalAfter)}. Check its stops at {account.Exchange}.");
        _stops.Check(account, age > books.Settings.CriticalAfter.Ticks, context);
    }

    private void CheckBalance(AccountBook account, BoardContext context)
    {
        var audit = account.Audit;
        var isOverdue = !audit.IsSettled && context.Now - audit.UnexplainedSince >= books.Settings.JumpExplainedWithin.Ticks;
        Stand($"balance:{account.Id}", isOverdue, context, AlertSeverity.Warning, $"{account.Name}: the balance changed without a booking",
            $"A difference of {Words.Money(audit.Difference)} has no fill, funding or transfer. Drawdown is unknown until one arrives or you accept the balance.");
    }

    /// <summary>A coin that has left its peg is told by name, with what a further fall would cost: it is no loss of trading.</summary>
    private void CheckCollateral(AccountBook account, BoardContext context)
    {
        if (account.CollateralRate > 1 - books.Settings.CollateralAlertAt)
        {
            _standing.Remove($"collateral:{account.Id}");
            return;
        }

        var further = StressSet.Run(account.Equity, account.Wallet * account.CollateralRate, []).Last(scenario => scenario.Name.StartsWith("COLLATERAL_", StringComparison.Ordinal));
        Stand($"collateral:{account.Id}", stands: true, context, AlertSeverity.Critical,
            $"{account.Asset} on {account.Exchange} stands at {Words.Plain(account.CollateralRate)}",
            $"The equity of {account.Name} counts at that rate: {Words.Money(account.Equity)} instead of {Words.Money(account.Value)}. This is the collateral, not a trading loss. "
            + $"{further.Description} {Words.Money(further.EquityAfter ?? 0)} would be left.");
    }

    /// <summary>A value that is not ours is asked for again before the trader hears of it.</summary>
    private void CheckValue(AccountBook account, BoardContext context)
    {
        if (account.ReadingsOff == 1)
        {
            context.AskFor(account);
        }

        Stand($"value:{account.Id}", account.ReadingsOff > 1, context, AlertSeverity.Warning, $"{account.Name}: its value is not what we compute",
            $"{account.Exchange} says {Words.Money(account.Balance?.MarginBalance ?? 0)}, we compute {Words.Money(account.EquityAtReading ?? 0)}. "
            + "Until the two agree nothing is closed but on a fresh word of the venue.");
    }

    private void Stand(string key, bool stands, BoardContext context, AlertSeverity severity, string title, string text)
    {
        if (!stands)
        {
            _standing.Remove(key);
        }
        else if (_standing.Add(key))
        {
            context.Alert($"{key}/{EngineClock.At(context.Now):O}", severity, title, text);
        }
    }

    /// <summary>How long the quietest mark of an account's positions has been silent on its stream.</summary>
    public static long OldestMark(AccountBook account, long now, out string symbol)
    {
        symbol = "";
        var age = 0L;
        foreach (var position in account.Positions)
        {
            var seenAt = position.Contract.StreamedAt != 0 ? position.Contract.StreamedAt : account.ReadAt;
            if (now - seenAt > age)
            {
                age = now - seenAt;
                symbol = position.Contract.Id.Symbol;
            }
        }

        return age;
    }
}
