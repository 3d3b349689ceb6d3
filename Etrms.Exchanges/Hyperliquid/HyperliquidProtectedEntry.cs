using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// An entry with its protection in one group: the venue takes or refuses them together. It arms the protection only when the entry is wholly
/// filled and drops it when a partly filled entry ends, so what such an entry did fill is protected at once on its own.
/// </summary>
internal sealed class HyperliquidProtectedEntry(HyperliquidRest rest, HyperliquidOrderDesk desk)
{
    private static readonly TimeSpan BetweenQuestions = RequestLifetime.Orders / 6;

    public async Task<ExchangeOutcome<ProtectedEntry>> OpenAsync(
        ApprovedOrder entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken)
    {
        var group = protection.Insert(0, entry);
        return await (await PrepareAsync(group, cancellationToken)).ThenAsync(async prepared =>
        {
            // In a group the protection is the entry's own; what was held before has its orders already.
            ImmutableArray<WireOrder> wires = [.. prepared.Select(wire => wire with { Size = Math.Min(wire.Size, prepared[0].Size) })];
            var at = rest.Network.TimesNow().MarketAt;
            var started = rest.Network.Time.GetTimestamp();
            var answer = await rest.ActAsync(HyperliquidAction.Order(wires, HyperliquidAction.EntryWithProtection), cancellationToken);
            return answer is ExchangeOutcome<ActionAnswer>.Unknown lost ? await SettleAsync(group, started, lost.Reason, cancellationToken) : await answer.ThenAsync(done => JudgeAsync(
                [.. group.Select((order, i) => HyperliquidOrderDesk.ToOrder(order, wires[i], done.Statuses[i], at))],
                protection, wires.RemoveAt(0), cancellationToken));
        });
    }

    private async Task<ExchangeOutcome<ImmutableArray<WireOrder>>> PrepareAsync(
        ImmutableArray<ApprovedOrder> group, CancellationToken cancellationToken)
    {
        ExchangeOutcome<ImmutableArray<WireOrder>> wires = new ExchangeOutcome<ImmutableArray<WireOrder>>.Accepted([]);
        foreach (var order in group)
        {
            wires = await wires.ThenAsync(async former => (await desk.PrepareAsync(order, cancellationToken)).Select(former.Add));
        }

        return wires;
    }

    private async Task<ExchangeOutcome<ProtectedEntry>> JudgeAsync(
        ImmutableArray<ExchangeOutcome<Order>> orders, ImmutableArray<ApprovedOrder> protection, ImmutableArray<WireOrder> wires,
        CancellationToken cancellationToken) => await orders[0].ThenAsync<ProtectedEntry>(async opened =>
    {
        if (opened.Status == OrderStatus.Expired)
        {
            orders = [orders[0], .. await ProtectAsync(opened, protection, wires, cancellationToken)];
        }

        var refused = orders.FirstOrDefault(order => order is not ExchangeOutcome<Order>.Accepted);
        return refused is null
            ? new ExchangeOutcome<ProtectedEntry>.Accepted(new(opened, [.. orders.Skip(1).Select(order => order.OrThrow("A protective order"))]))
            : new ExchangeOutcome<ProtectedEntry>.Unknown($"The entry was taken, but not its protection: {refused.Describe()}");
    });

    /// <summary>The group went as one: when the venue knows the entry, it took all; when it no longer would take it, it took none.</summary>
    private async Task<ExchangeOutcome<ProtectedEntry>> SettleAsync(
        ImmutableArray<ApprovedOrder> group, long started, string lost, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isTooLate = rest.Network.Time.GetElapsedTime(started) >= RequestLifetime.Orders;
            var found = await desk.FindAsync(group[0].ClientOrderId, cancellationToken);
            switch (found)
            {
                case ExchangeOutcome<Order?>.Accepted { Value: { } entry }:
                    return await FindProtectionAsync(entry, group.RemoveAt(0), cancellationToken);
                case ExchangeOutcome<Order?>.Accepted when isTooLate:
                    return new ExchangeOutcome<ProtectedEntry>.Rejected(new(0, "The group never arrived.", RejectionClass.Retry));
                case not ExchangeOutcome<Order?>.Accepted when isTooLate:
                    return new ExchangeOutcome<ProtectedEntry>.Unknown(lost);
            }

            await Task.Delay(BetweenQuestions, rest.Network.Time, cancellationToken);
        }
    }

    private async Task<ExchangeOutcome<ProtectedEntry>> FindProtectionAsync(
        Order entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken)
    {
        var resting = ImmutableArray.CreateBuilder<Order>(protection.Length);
        foreach (var order in protection)
        {
            if (await desk.FindAsync(order.ClientOrderId, cancellationToken) is not ExchangeOutcome<Order?>.Accepted { Value: { IsOpen: true } known })
            {
                return new ExchangeOutcome<ProtectedEntry>.Unknown($"The entry was taken; what became of protective order {order.ClientOrderId} is not known.");
            }

            resting.Add(known);
        }

        return new ExchangeOutcome<ProtectedEntry>.Accepted(new(entry, resting.ToImmutable()));
    }

    /// <summary>The part of the entry that was filled, protected by orders of their own.</summary>
    private async Task<ImmutableArray<ExchangeOutcome<Order>>> ProtectAsync(
        Order opened, ImmutableArray<ApprovedOrder> protection, ImmutableArray<WireOrder> wires, CancellationToken cancellationToken)
    {
        WireOrder[] smaller = [.. wires.Select(wire => wire with { Size = Math.Min(wire.Size, opened.FilledQuantity) })];
        if (smaller.Length == 0)
        {
            return [];
        }

        var answer = await rest.ActAsync(HyperliquidAction.Order(smaller, HyperliquidAction.Alone), cancellationToken);
        return [.. protection.Select((order, i) =>
            answer.Then(done => HyperliquidOrderDesk.ToOrder(order, smaller[i], done.Statuses[i], opened.UpdatedAt)))];
    }
}
