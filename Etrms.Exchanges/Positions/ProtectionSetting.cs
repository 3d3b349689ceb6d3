using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Positions;

/// <summary>
/// Brings the protective orders of a live position to the levels asked for: the new ones rest before the old ones go, so that a failure at any
/// step leaves the position with at least what it had.
/// </summary>
internal sealed class ProtectionSetting(IOrderGateway gateway, TimeProvider time)
{
    private const int Rounds = 4;

    private readonly SettledSending _sending = new(gateway, time);

    /// <param name="firstAttempt">Attempts below are used up by orders sent before.</param>
    public async Task<PositionResult> RunAsync(
        PositionTask task, ProtectionLevels levels, int firstAttempt, CancellationToken cancellationToken)
    {
        var why = "";
        for (var attempt = firstAttempt; attempt < firstAttempt + Rounds; attempt++)
        {
            var reading = await LivePosition.ReadAsync(gateway, task, cancellationToken);
            if (reading is not ExchangeOutcome<LivePosition>.Accepted { Value: var live })
            {
                why = reading.Describe();
                await Task.Delay(Backoff.After(attempt), time, cancellationToken);
                continue;
            }

            var plan = Plan(live, levels, attempt);
            if (plan.Send.IsEmpty && plan.Cancel.IsEmpty)
            {
                return live.ToResult();
            }

            switch (await SendAsync(plan, cancellationToken))
            {
                case ExchangeOutcome<Order>.Rejected { Rejection: { Class: RejectionClass.Fixable or RejectionClass.Fatal } refused }:
                    return new PositionResult.Refused("", $"The venue refused the protection ({refused.Code}): {refused.Message}");
                case { } trouble and not ExchangeOutcome<Order>.Accepted:
                    why = trouble.Describe();
                    await Task.Delay(Backoff.After(attempt), time, cancellationToken);
                    continue;
            }

            why = await CancelAsync(plan, cancellationToken) ?? "The orders changed meanwhile.";
        }

        return new PositionResult.Unsettled(why);
    }

    public static ProtectionPlan Plan(LivePosition live, ProtectionLevels levels, int attempt) => ProtectionPlanner.Plan(new()
    {
        PlanId = live.Task.PlanId,
        Account = live.Task.Account,
        Instrument = live.Task.Context.Instrument!,
        Position = live.Position ?? new Position { Instrument = live.Task.Instrument, Side = live.Task.Side, Quantity = 0, EntryPrice = 0 },
        OpenOrders = live.Orders,
        Mark = live.Task.Context.Mark ?? 0,
        StopLoss = levels.StopLoss,
        TakeProfit = levels.TakeProfit,
        Attempt = attempt,
    });

    /// <summary>The first order that was not accepted; null when all were.</summary>
    private async Task<ExchangeOutcome<Order>?> SendAsync(ProtectionPlan plan, CancellationToken cancellationToken)
    {
        foreach (var order in plan.Send)
        {
            var sent = await _sending.SendAsync(order, cancellationToken);
            if (sent is not ExchangeOutcome<Order>.Accepted)
            {
                return sent;
            }
        }

        return null;
    }

    /// <summary>Why an old order may still rest; null when all are gone. One that the venue no longer knows is gone.</summary>
    private async Task<string?> CancelAsync(ProtectionPlan plan, CancellationToken cancellationToken)
    {
        string? why = null;
        foreach (var order in plan.Cancel)
        {
            var cancelled = await gateway.CancelAsync(order, cancellationToken);
            why = cancelled is ExchangeOutcome<Order>.Accepted ? why : cancelled.Describe();
        }

        return why;
    }
}
