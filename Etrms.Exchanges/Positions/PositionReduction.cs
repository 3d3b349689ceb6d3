using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Positions;

/// <summary>Brings a position down at the market, one look at the venue and one step at a time. Stops stay until it is flat.</summary>
internal sealed class PositionReduction(IOrderGateway gateway, TimeProvider time)
{
    private const int Rounds = 24;
    private static readonly FlatteningSettings AtTheMarket = new() { StartWithMarket = true };

    private readonly SettledSending _sending = new(gateway, time);

    /// <param name="target">Largest |quantity| that may be left, in base units.</param>
    public async Task<PositionResult> RunAsync(PositionTask task, decimal target, CancellationToken cancellationToken)
    {
        var why = "";
        for (var attempt = 1; attempt <= Rounds; attempt++)
        {
            var reading = await LivePosition.ReadAsync(gateway, task, cancellationToken);
            if (reading is not ExchangeOutcome<LivePosition>.Accepted { Value: var live })
            {
                why = reading.Describe();
                await Task.Delay(Backoff.After(attempt), time, cancellationToken);
                continue;
            }

            switch (Flattening.Next(Request(live, target, attempt)))
            {
                case FlatteningStep.Done or FlatteningStep.Dust:
                    return live.ToResult();
                case FlatteningStep.CancelOpening step:
                    await CancelAsync(step.Orders, cancellationToken);
                    break;
                case FlatteningStep.CancelCompetingReducers step:
                    await CancelAsync(step.Orders, cancellationToken);
                    break;
                case FlatteningStep.CancelLeftovers step:
                    await CancelAsync(step.Orders, cancellationToken);
                    break;
                case FlatteningStep.Send step:
                    var sent = await _sending.SendAsync(step.Order, cancellationToken);
                    why = sent.Describe();
                    if (sent is ExchangeOutcome<Order>.Rejected { Rejection: { Class: RejectionClass.Fatal } refused })
                    {
                        return new PositionResult.Refused("", refused.Message);
                    }

                    if (sent is not ExchangeOutcome<Order>.Accepted)
                    {
                        await Task.Delay(Backoff.After(0), time, cancellationToken);
                    }

                    break;
                default:
                    throw new UnreachableException();
            }
        }

        return new PositionResult.Unsettled(why);
    }

    private static FlatteningRequest Request(LivePosition live, decimal target, int attempt) => new()
    {
        PlanId = live.Task.PlanId,
        Account = live.Task.Account,
        Instrument = live.Task.Context.Instrument!,
        Side = live.Task.Side,
        Target = target,
        Positions = live.Positions,
        OpenOrders = live.Orders,
        Attempt = attempt,
        Settings = AtTheMarket,
    };

    /// <summary>What became of them shows in the next reading.</summary>
    private async Task CancelAsync(ImmutableArray<Order> orders, CancellationToken cancellationToken) =>
        await Task.WhenAll(orders.Select(order => gateway.CancelAsync(order, cancellationToken)));
}
