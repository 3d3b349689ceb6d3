using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages.Breakers;

/// <summary>A rule that many traders want, to begin from.</summary>
public sealed record BreakerTemplate(string Key, string Title, string Text, BreakerBody Body);

/// <summary>The rules to begin from, and the plain beginning of every other condition.</summary>
internal static class BreakerTemplates
{
    private static readonly StageBody Warning = At(0.7m, Act(BreakerActionKind.Notify));

    public static readonly IReadOnlyList<BreakerTemplate> All =
    [
        new("daily-loss", "Daily loss", "Closes everything and locks you out for the rest of the day when the day costs 3 % of its equity.", Body("PNL", "Daily loss", 0.03m) with
        {
            Settings = Settings(("window", "DAY"), ("side", "LOSS"), ("unit", "FRACTION")),
            Stages = [Warning, At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.ClosePositions), Act(BreakerActionKind.LockOut) with { Until = PauseUntil.DayEnd })],
            RearmMode = RearmMode.NextDay,
        }),
        new("drawdown", "Drawdown from the peak", "Halves the positions at 5 % below the peak and closes them at 10 %.", Body("MAX_DRAWDOWN", "Drawdown from the peak", 0.1m) with
        {
            Stages =
            [
                At(0.5m, Act(BreakerActionKind.Notify), Act(BreakerActionKind.ReducePosition) with { ReduceBy = 0.5m }),
                At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.ClosePositions)),
            ],
        }),
        new("losing-streak", "Losing streak", "After three losing trades in a row new risk is locked out for two hours.", Body("CONSECUTIVE_LOSSES", "Losing streak", 3) with
        {
            Stages = [At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.LockOut) with { Until = PauseUntil.Duration, ForSeconds = 7_200 })],
            RearmMode = RearmMode.AutoTime,
            RearmAfterSeconds = 7_200,
        }),
        new("leverage", "Leverage", "No new risk above four times equity; the largest position is cut at five.", Body("LEVERAGE", "Leverage", 5) with
        {
            Stages =
            [
                At(0.8m, Act(BreakerActionKind.Notify), Act(BreakerActionKind.PauseTrading)),
                At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.ReducePosition) with { ReduceBy = 0.25m, Selector = PositionSelector.Largest }),
            ],
            RearmMode = RearmMode.AutoRecover,
            RearmClearForSeconds = 60,
        }),
        new("unprotected", "Position without a stop", "Sets a stop 5 % from the mark when a position has had none for two minutes.", Body("UNPROTECTED_POSITION", "Position without a stop", 120) with
        {
            Stages = [At(0.5m, Act(BreakerActionKind.Notify)), At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.SetStops) with { Distance = 0.05m })],
            RearmMode = RearmMode.AutoRecover,
            RearmClearForSeconds = 10,
        }),
        new("liquidation", "Near liquidation", "Halves a position that stands 10 % from its liquidation.", Body("LIQUIDATION_DISTANCE", "Near liquidation", 0.1m) with
        {
            Stages = [At(0.5m, Act(BreakerActionKind.Notify)), At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.ReducePosition) with { ReduceBy = 0.5m })],
        }),
        new("too-many-trades", "Too many trades", "Ten trades a day are enough: half size from the seventh on, then a pause until tomorrow.", Body("TRADE_COUNT", "Too many trades", 10) with
        {
            Stages =
            [
                At(0.7m, Act(BreakerActionKind.Notify), Act(BreakerActionKind.ScaleNewRisk) with { Factor = 0.5m }),
                At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.PauseTrading) with { Until = PauseUntil.DayEnd }),
            ],
            RearmMode = RearmMode.NextDay,
        }),
        new("panic-button", "Panic button", "A plan made in calm: one button cancels what opens, closes everything and locks you out for a day.", Body("MANUAL", "Panic button", 1) with
        {
            Stages =
            [
                At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.CancelOrders), Act(BreakerActionKind.ClosePositions),
                    Act(BreakerActionKind.LockOut) with { Until = PauseUntil.Duration, ForSeconds = 86_400 }),
            ],
        }),
    ];

    public static BreakerTemplate? Find(string? key) => All.FirstOrDefault(template => template.Key == key);

    /// <summary>Tells at the way to the limit and takes no new risk from there on.</summary>
    public static BreakerBody For(ConditionView condition) => Body(condition.Type, condition.Title, condition.DefaultThreshold) with
    {
        Settings = condition.Settings.ToDictionary(setting => setting.Name, setting => setting.Default),
        Stages = condition.Type == "MANUAL" || condition.DefaultThreshold == 1
            ? [At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.PauseTrading))]
            : [At(0.6m, Act(BreakerActionKind.Notify)), At(1, Act(BreakerActionKind.Notify), Act(BreakerActionKind.PauseTrading))],
    };

    private static BreakerBody Body(string type, string name, decimal threshold) => new() { Type = type, Name = name, Threshold = threshold, Settings = Settings() };

    private static StageBody At(decimal share, params ActionBody[] actions) => new() { At = share, Actions = actions };

    private static ActionBody Act(BreakerActionKind kind) => new() { Kind = kind };

    private static Dictionary<string, string> Settings(params (string Name, string Value)[] settings) =>
        settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
}
