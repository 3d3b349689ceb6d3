using System.Diagnostics;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Workers.Journal;

namespace Etrms.Workers.Risk.Execution;

/// <summary>
/// The send protocol of RISK 4.5: prepared on disk, then on the wire, then answered, refused or unknown. An unknown order is waited out and asked
/// about; it is never sent again.
/// </summary>
internal sealed partial class OrderSender(
    WriteAheadJournal journal, Leadership leadership, ActionRecorder recorder, CrashPoints crash, ILogger<OrderSender> logger)
{
    /// <summary>After a request can no longer reach the venue its effect may take this long to show.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    /// <summary>True when cancels may go on the wire.</summary>
    public ValueTask<bool> MayCancelAsync(CancellationToken cancellationToken) => leadership.MaySendAsync(isProtective: true, cancellationToken);

    /// <summary>Sends one order. The outcome is settled on return: an order that is not accepted by then was not carried out.</summary>
    public async Task<ExchangeOutcome<Order>> SendAsync(
        MonitoredAccount account, OrderIntent intent, ApprovedOrder order, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(new JournalEntry.Prepared(intent) { At = leadership.Clock.GetUtcNow() }, cancellationToken);
        crash.Reached(CrashPoint.ClosePrepared);
        if (!await leadership.MaySendAsync(order.ReduceOnly || order.ClosePosition, cancellationToken))
        {
            return new ExchangeOutcome<Order>.Rejected(new ExchangeRejection(0, "The lease is not certain; nothing was sent.", RejectionClass.Retry));
        }

        recorder.Prepared(intent, order);
        var sentAt = Stopwatch.GetTimestamp();
        var outcome = await crash.SentAsync(CrashPoint.CloseSent, account.Gateway.SendAsync(order, cancellationToken));
        var latency = Stopwatch.GetElapsedTime(sentAt);
        crash.Reached(CrashPoint.CloseAnswered);
        if (outcome is ExchangeOutcome<Order>.Unknown)
        {
            var expiry = RequestLifetime.Orders + Settling - latency;
            outcome = await SettleAsync(account, intent, expiry, cancellationToken) ?? outcome;
        }

        Record(intent, order, outcome, latency);
        await journal.AppendAsync(
            new JournalEntry.Answered(intent.PlanId, intent.ClientOrderId) { At = leadership.Clock.GetUtcNow() }, cancellationToken);
        return outcome;
    }

    private async Task<ExchangeOutcome<Order>?> SettleAsync(
        MonitoredAccount account, OrderIntent intent, TimeSpan expiry, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, intent, cancellationToken) is { } known)
        {
            return known;
        }

        await Task.Delay(expiry > TimeSpan.Zero ? expiry : TimeSpan.Zero, leadership.Clock, cancellationToken);
        return await FindAsync(account, intent, cancellationToken);
    }

    private static async Task<ExchangeOutcome<Order>?> FindAsync(
        MonitoredAccount account, OrderIntent intent, CancellationToken cancellationToken)
    {
        var found = await account.Gateway.FindAsync(intent.Instrument, intent.ClientOrderId, intent.IsConditional, cancellationToken);
        return found is ExchangeOutcome<Order?>.Accepted { Value: { } order } ? new ExchangeOutcome<Order>.Accepted(order) : null;
    }

    private void Record(OrderIntent intent, ApprovedOrder order, ExchangeOutcome<Order> outcome, TimeSpan latency)
    {
        switch (outcome)
        {
            case ExchangeOutcome<Order>.Accepted accepted:
                recorder.Answered(intent, order, accepted.Value, latency);
                LogAnswered(order.Side, order.Quantity, intent.Instrument, intent.ClientOrderId, accepted.Value.Status, latency.TotalMilliseconds);
                break;
            case ExchangeOutcome<Order>.Rejected rejected:
                recorder.Failed(intent, order, $"Refused by the venue ({rejected.Rejection.Code}): {rejected.Rejection.Message}", latency);
                LogRefused(order.Side, order.Quantity, intent.Instrument, intent.ClientOrderId, rejected.Rejection.Code, rejected.Rejection.Message);
                break;
            case ExchangeOutcome<Order>.Unknown unknown:
                recorder.Failed(intent, order, $"No answer, and the venue does not know it: {unknown.Reason}", latency);
                LogLost(order.Side, order.Quantity, intent.Instrument, intent.ClientOrderId, unknown.Reason);
                break;
            default:
                throw new UnreachableException();
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "{Side} {Quantity} {Instrument} as {ClientOrderId}: {Status} after {LatencyMs:0.0} ms")]
    private partial void LogAnswered(
        OrderSide side, decimal quantity, InstrumentId instrument, string clientOrderId, OrderStatus status, double latencyMs);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{Side} {Quantity} {Instrument} as {ClientOrderId} was refused ({Code}): {Reason}")]
    private partial void LogRefused(
        OrderSide side, decimal quantity, InstrumentId instrument, string clientOrderId, int code, string reason);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Side} {Quantity} {Instrument} as {ClientOrderId} was not answered and the venue does not know it: {Reason}")]
    private partial void LogLost(OrderSide side, decimal quantity, InstrumentId instrument, string clientOrderId, string reason);
}
