using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// An entry with its protection in one group: the venue takes or refuses them together. It arms the protection only when the entry is wholly
/// filled and drops it when a partly filled entry ends, so what such an entry did fill is protected at once on its own.
/// </summary>
internal sealed class HyperliquidProtectedEntry(HyperliquidRest rest, HyperliquidOrderDesk desk)
{
    public async Task<ExchangeOutcome<ProtectedEntry>> OpenAsync(
        ApprovedOrder entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken)
    {
        var group = protection.Insert(0, entry);
        return await (await PrepareAsync(group, cancellationToken)).ThenAsync(async prepared =>
        {
            // In a group the protection is the entry's own; what was held before has its orders already.
            ImmutableArray<WireOrder> wires = [.. prepared.Select(wire => wire with { Size = Math.Min(wire.Size, prepared[0].Size) })];
            var at = rest.Network.TimesNow().MarketAt;
            var answer = await rest.ActAsync(HyperliquidAction.Order(wires, HyperliquidAction.EntryWithProtection), cancellationToken);
            return await answer.ThenAsync(done => JudgeAsync(
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
