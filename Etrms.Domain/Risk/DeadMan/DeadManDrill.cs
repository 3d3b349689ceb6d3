using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.DeadMan;

/// <summary>An order that a switch stood over.</summary>
public sealed record RestingOrder(string OrderId, bool IsConditional);

/// <summary>What a switch that fired did, told from what rested before it and what rests after.</summary>
/// <param name="RenewedAt">Our clock at the last sign of life that the venue took.</param>
/// <param name="DueAt">Our clock when it had to fire at the latest.</param>
/// <param name="FoundAt">Our clock at the first reading after that.</param>
public sealed record DeadManDrill(
    DeadManReach Reach, TimeSpan Countdown, DateTimeOffset RenewedAt, DateTimeOffset DueAt, DateTimeOffset FoundAt,
    int OrdersBefore, int OrdersLeft, int ConditionalBefore, int ConditionalLeft)
{
    /// <summary>True when no ordinary order was left.</summary>
    public bool IsCleared => OrdersLeft == 0;

    /// <summary>Whether conditional orders stayed; null where none rested or only some went.</summary>
    public bool? ConditionalOrdersStay =>
        ConditionalBefore == 0 ? null : ConditionalLeft == ConditionalBefore ? true : ConditionalLeft == 0 ? false : null;

    public static DeadManDrill Of(
        DeadManReach reach, TimeSpan countdown, (DateTimeOffset RenewedAt, DateTimeOffset DueAt, DateTimeOffset FoundAt) when,
        ImmutableArray<RestingOrder> before, IEnumerable<Order> now)
    {
        var left = now.Where(order => order.IsOpen).Select(order => new RestingOrder(order.OrderId, order.IsConditional)).ToHashSet();
        return new(
            reach, countdown, when.RenewedAt, when.DueAt, when.FoundAt,
            before.Count(order => !order.IsConditional), before.Count(order => !order.IsConditional && left.Contains(order)),
            before.Count(order => order.IsConditional), before.Count(order => order.IsConditional && left.Contains(order)));
    }
}
