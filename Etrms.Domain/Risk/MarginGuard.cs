using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>
/// Notices that the trader changes leverage, margin mode or position mode under a plan (RISK FC-44). The plan is handed out anew: its executor
/// starts from what the venue holds now.
/// </summary>
internal sealed class MarginGuard(OpenPlans plans)
{
    /// <summary>The settings of an account that is being closed or reduced; null when nothing is under way.</summary>
    public AccountMargins? Before(AccountBook account) => !plans.IsEmpty && plans.ReductionsOf(account.Id).Any()
        ? new AccountMargins(account.IsHedgeMode, account.Positions.ToDictionary(position => position.Key, LegMargin.Of))
        : null;

    public void After(AccountBook account, AccountMargins before, BoardContext context)
    {
        if (account.IsHedgeMode != before.IsHedgeMode)
        {
            Tell(account, "the position mode", account.IsHedgeMode ? "one-way to hedge" : "hedge to one-way", context);
            OpenPlans.Repeat(plans.ReductionsOf(account.Id), context);
        }

        foreach (var position in account.Positions)
        {
            var now = LegMargin.Of(position);
            if (before.Legs.TryGetValue(position.Key, out var then) && then != now)
            {
                Tell(account, position.Contract.Id.Symbol, then.To(now), context);
                OpenPlans.Repeat(plans.ReductionsOf(account.Id).Where(step => TripPlan.IsLeg(step, position.Key)), context);
            }
        }
    }

    private static void Tell(AccountBook account, string what, string change, BoardContext context) => context.Alert(
        $"settings/{account.Id}/{what}/{EngineClock.At(context.Now):O}", AlertSeverity.Warning, $"{account.Name}: settings changed during a plan",
        $"{what} went from {change} while ETRMS closes or reduces. The plan is computed anew from what the venue holds now.");
}

internal sealed record AccountMargins(bool IsHedgeMode, Dictionary<PositionKey, LegMargin> Legs);

/// <param name="Leverage">Null when the venue did not tell.</param>
internal readonly record struct LegMargin(int? Leverage, MarginMode Mode)
{
    public static LegMargin Of(PositionBook position) => new(position.Report.Leverage, position.Report.MarginMode);

    public string To(LegMargin now) => $"{Describe()} to {now.Describe()}";

    private string Describe() => $"{(Leverage is { } leverage ? $"{leverage}x " : "")}{Mode.ToString().ToLowerInvariant()}";
}
