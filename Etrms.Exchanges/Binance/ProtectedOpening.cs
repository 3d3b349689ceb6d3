using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// Opens with the protection first. The venue takes reduce-only conditional orders before there is a position and checks them when they are
/// released, so the position is protected from its first fill. Whatever happens, an entry is never left with less than was asked for.
/// </summary>
internal sealed class ProtectedOpening(IOrderGateway gateway, TimeProvider time)
{
    private readonly SettledSending _sending = new(gateway, time);

    public async Task<ExchangeOutcome<ProtectedEntry>> RunAsync(
        ApprovedOrder entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken)
    {
        var taken = ImmutableArray.CreateBuilder<Order>(protection.Length);
        foreach (var order in protection)
        {
            var sent = await _sending.SendAsync(order, cancellationToken);
            if (sent is not ExchangeOutcome<Order>.Accepted { Value: var resting })
            {
                return await GiveUpAsync(sent, taken, cancellationToken);
            }

            taken.Add(resting);
        }

        var opened = await _sending.SendAsync(entry, cancellationToken);
        return opened switch
        {
            ExchangeOutcome<Order>.Accepted { Value: { IsOpen: false, FilledQuantity: 0 } nothing } => await GiveUpAsync(
                new ExchangeOutcome<Order>.Rejected(new(0, $"The entry ended as {nothing.Status} without a fill.", RejectionClass.Fixable)),
                taken, cancellationToken),
            ExchangeOutcome<Order>.Accepted { Value: var order } =>
                new ExchangeOutcome<ProtectedEntry>.Accepted(new(order, taken.ToImmutable())),
            ExchangeOutcome<Order>.Rejected => await GiveUpAsync(opened, taken, cancellationToken),

            // The entry may yet be there: its protection stays.
            ExchangeOutcome<Order>.Unknown unknown => new ExchangeOutcome<ProtectedEntry>.Unknown(unknown.Reason),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<ExchangeOutcome<ProtectedEntry>> GiveUpAsync(
        ExchangeOutcome<Order> why, IEnumerable<Order> taken, CancellationToken cancellationToken)
    {
        foreach (var order in taken)
        {
            // An order that the venue refuses to cancel because it knows none is gone as well.
            var cancelled = await gateway.CancelAsync(order, cancellationToken);
            if (cancelled is not (ExchangeOutcome<Order>.Accepted or ExchangeOutcome<Order>.Rejected { Rejection.Class: RejectionClass.Fixable }))
            {
                return new ExchangeOutcome<ProtectedEntry>.Unknown(
                    $"{why.Describe()}; protective order {order.ClientOrderId} may still rest: {cancelled.Describe()}");
            }
        }

        return why.Select(_ => default(ProtectedEntry)!);
    }
}
