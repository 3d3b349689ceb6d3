namespace Etrms.Domain.Risk.Breakers;

/// <summary>The whole rule in one English sentence, for the form's preview, the list and the alerts.</summary>
public static class BreakerSentence
{
    public static string Describe(CircuitBreaker breaker)
    {
        var condition = ConditionCatalog.ConditionOf(breaker.Type);
        var unit = ConditionCatalog.UnitOf(breaker);
        var isFalling = condition?.Description.IsFalling ?? false;
        var stages = breaker.Stages.IsDefaultOrEmpty ? [] : breaker.Stages;
        var rules = stages.Select(stage =>
            $"at {Words.Of(TripLevels.Of(breaker.Threshold, stage.At, isFalling), unit)} it will {Words.List(Deeds(stage.Actions, breaker))}");
        var subject = condition is null ? breaker.Type : condition.Description.Title;
        var verb = breaker.Mode switch
        {
            BreakerMode.Off => "Switched off: when ",
            BreakerMode.Observe => "Only observed: when ",
            BreakerMode.Armed => "When ",
        };
        return $"{verb}{Lower(subject)}{Settings(breaker, condition)} of {Describe(breaker.MeasureScope)} {(isFalling ? "falls" : "rises")}, {Words.List(rules)}; {Rearm(breaker)}.";
    }

    /// <summary>What several actions do, each said once: closing refuses new risk as well, so a pause beside it adds nothing.</summary>
    public static IEnumerable<string> Deeds(IEnumerable<BreakerAction> actions, CircuitBreaker breaker)
    {
        var all = actions.ToList();
        var closes = all.Exists(action => action.Kind == BreakerActionKind.ClosePositions);
        return all
            .Where(action => !closes || action is not { Kind: BreakerActionKind.PauseTrading, PauseMode: PauseMode.ReduceOnly })
            .Select(action => Describe(action, breaker)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>What one action does, in words.</summary>
    public static string Describe(BreakerAction action, CircuitBreaker breaker)
    {
        var where = breaker.ActScope.IsGlobal ? "" : $" in {Describe(breaker.ActScope)}";
        return Describe(action, where) + (action.FromTrip > 1 ? $" from trip {action.FromTrip} of a day on" : "");
    }

    private static string Describe(BreakerAction action, string where)
    {
        var how = (action.Style == CloseStyle.Market ? " at the market" : "")
            + (action.MaxSlippage is { } most ? $" no farther than {Words.Percent(most)} from the best price" : "");
        return action.Kind switch
        {
            BreakerActionKind.Notify => $"notify you{(action.Severity is { } severity ? Describe(severity) : "")}{Ways(action.Channels.Length)}",
            BreakerActionKind.CancelOrders => $"cancel {Describe(action.CancelFilter)}{where}",
            BreakerActionKind.ReducePosition when action.Order == ReductionOrder.LargestRiskFirst =>
                $"take {Words.Percent(action.ReduceBy ?? 0)} off {Describe(action.Selector)}{where} together, the riskiest first{how}",
            BreakerActionKind.ReducePosition =>
                $"cut {Describe(action.Selector)}{where} by {Words.Percent(action.ReduceBy ?? 0)}{how}",
            BreakerActionKind.ClosePositions => $"close {Describe(action.Selector)}{where}{how} and refuse new risk",
            BreakerActionKind.PauseTrading =>
                (action.PauseMode == PauseMode.ReduceOnly ? $"refuse new risk{where}" : $"refuse every order but exits{where}") + End(action),
            BreakerActionKind.LockOut => $"lock new risk out{where}{End(action)}, which nobody can lift earlier",
            BreakerActionKind.ScaleNewRisk => $"let new risk{where} pass at {Words.Percent(action.Factor ?? 0)} of its size",
            BreakerActionKind.SetStops => $"set or tighten stops{where} at {Words.Percent(action.Distance ?? 0)} from the mark",
        };
    }

    private static string Describe(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Info => " for information",
        AlertSeverity.Warning => " with a warning",
        AlertSeverity.Critical => " with a critical alert",
    };

    private static string Ways(int channels) => channels == 0 ? "" : channels == 1 ? " on one channel" : $" on {channels} channels";

    private static string End(BreakerAction action) => action.Until switch
    {
        PauseUntil.Rearm => "",
        PauseUntil.Duration => $" for {Words.Duration(action.For ?? TimeSpan.Zero)}",
        PauseUntil.DayEnd => " until the trading day ends",
    };

    public static string Describe(Scope scope)
    {
        if (scope.IsGlobal)
        {
            return "the whole book";
        }

        var parts = new List<string>();
        if (!scope.Symbols.IsEmpty || !scope.Underlyings.IsEmpty)
        {
            parts.Add(Words.List(scope.Symbols.Concat(scope.Underlyings)));
        }

        if (!scope.Accounts.IsEmpty)
        {
            parts.Add(scope.Accounts.Length == 1 ? "one account" : $"{scope.Accounts.Length} accounts");
        }

        if (!scope.Exchanges.IsEmpty)
        {
            parts.Add(Words.List(scope.Exchanges.Select(exchange => exchange.ToString())));
        }

        return string.Join(" on ", parts);
    }

    private static string Settings(CircuitBreaker breaker, ICondition? condition)
    {
        if (condition is null)
        {
            return "";
        }

        var told = breaker.Settings
            .Where(pair => condition.Description.Settings.Any(setting => setting.Name == pair.Key && setting.Default != pair.Value))
            .Select(pair => $"{pair.Key.Replace('_', ' ')} {Value(condition, pair.Key, pair.Value)}")
            .ToList();
        return told.Count == 0 ? "" : $" ({string.Join(", ", told)})";
    }

    /// <summary>Names that the trader wrote keep their spelling.</summary>
    private static string Value(ICondition condition, string name, string value) =>
        condition.Description.Settings.First(setting => setting.Name == name).Kind == SettingKind.Text
            ? value : value.Replace('_', ' ').ToLowerInvariant();

    private static string Describe(CancelFilter filter) => filter switch
    {
        CancelFilter.Opening => "orders that open positions",
        CancelFilter.AllButProtective => "all orders but stops and targets",
        CancelFilter.All => "all orders, stops included",
    };

    private static string Describe(PositionSelector selector) => selector switch
    {
        PositionSelector.All => "every position",
        PositionSelector.Losing => "every losing position",
        PositionSelector.Worst => "the worst position",
        PositionSelector.Largest => "the largest position",
        PositionSelector.Long => "every long position",
        PositionSelector.Short => "every short position",
    };

    private static string Rearm(CircuitBreaker breaker) => breaker.Rearm.Mode switch
    {
        RearmMode.Manual => "it stays tripped until you resume it",
        RearmMode.AutoTime => $"it re-arms {Words.Duration(breaker.Rearm.After)} after a trip",
        RearmMode.AutoRecover => $"it re-arms once clear for {Words.Duration(breaker.Rearm.ClearFor)}",
        RearmMode.Both =>
            $"it re-arms {Words.Duration(breaker.Rearm.After)} after a trip, once clear for {Words.Duration(breaker.Rearm.ClearFor)}",
        RearmMode.NextDay => "it re-arms with the next trading day",
    };

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
