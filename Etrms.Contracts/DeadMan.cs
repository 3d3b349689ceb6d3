using Etrms.Domain.Market;
using Etrms.Domain.Risk.DeadMan;

namespace Etrms.Contracts;

/// <summary>The exchanges' dead-man switches, which cancel resting entries when ETRMS falls silent.</summary>
public sealed record DeadManView(IReadOnlyList<DeadManSwitchView> Switches);

/// <param name="Symbol">The contract; null where the switch reaches the whole account.</param>
/// <param name="Reason">Why it stands so, for a person.</param>
/// <param name="CountdownSeconds">How long the exchange waits for a sign of life; null before it was ever armed.</param>
/// <param name="RenewedAt">The last sign of life that the exchange took.</param>
/// <param name="FiresAt">When it fires unless it is renewed; null while it is not armed.</param>
/// <param name="LatestDrill">What it did when it fired last; null when it never did.</param>
public sealed record DeadManSwitchView(
    Guid AccountId, string AccountName, Exchange Exchange, string? Symbol, DeadManState State, string Reason, double? CountdownSeconds,
    DateTimeOffset? RenewedAt, DateTimeOffset? FiresAt, DateTimeOffset UpdatedAt, DeadManDrillView? LatestDrill);

/// <param name="DueAt">When the switch had to fire at the latest.</param>
/// <param name="FoundAt">When ETRMS saw what was left.</param>
/// <param name="IsCleared">True when no ordinary order was left.</param>
/// <param name="ConditionalOrdersStay">Whether conditional orders outlived it; null where none rested.</param>
public sealed record DeadManDrillView(
    double CountdownSeconds, DateTimeOffset RenewedAt, DateTimeOffset DueAt, DateTimeOffset FoundAt, int OrdersBefore, int OrdersLeft,
    int ConditionalBefore, int ConditionalLeft, bool IsCleared, bool? ConditionalOrdersStay);
