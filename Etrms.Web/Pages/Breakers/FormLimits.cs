using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages.Breakers;

/// <summary>What a breaker can say that the form cannot: such a rule is not edited here, since saving the form would drop it unseen.</summary>
internal static class FormLimits
{
    private const int SecondsPerMinute = 60;

    private static readonly BreakerActionKind[] Offered =
    [
        BreakerActionKind.Notify, BreakerActionKind.CancelOrders, BreakerActionKind.ReducePosition, BreakerActionKind.ClosePositions,
        BreakerActionKind.PauseTrading,
    ];

    /// <summary>What the form cannot show, in words; null when it shows everything.</summary>
    public static string? Of(BreakerBody body)
    {
        var actions = (body.Stages ?? []).SelectMany(stage => stage.Actions).ToList();
        return actions.Any(action => !Offered.Contains(action.Kind.GetValueOrDefault())) ? "actions beyond those of the form"
            : actions.Any(action => action.Until != PauseUntil.Rearm || action.ForSeconds is not null) ? "a pause that ends by itself"
            : body.Enforcement != default ? "what happens with risk taken on elsewhere"
            : !IsOneScope(body) ? "what it measures apart from what it acts on, or exchanges and coins"
            : new[] { body.RearmAfterSeconds, body.RearmClearForSeconds, body.CooldownSeconds }.Any(seconds => seconds % SecondsPerMinute > 0) ? "times in seconds"
            : null;
    }

    private static bool IsOneScope(BreakerBody body)
    {
        var (measured, acted) = (body.MeasureScope ?? new(), body.ActScope ?? new());
        return measured.Accounts.SequenceEqual(acted.Accounts) && measured.Symbols.SequenceEqual(acted.Symbols, StringComparer.Ordinal)
            && measured.Exchanges.Count + acted.Exchanges.Count + measured.Underlyings.Count + acted.Underlyings.Count == 0;
    }
}
