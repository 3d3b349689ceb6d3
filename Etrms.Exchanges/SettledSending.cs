using Etrms.Domain.Trading;

namespace Etrms.Exchanges;

/// <summary>Sends an order and finds out what became of it when the answer is lost. Nothing is sent twice.</summary>
internal sealed class SettledSending(IOrderGateway gateway, TimeProvider time)
{
    /// <summary>The venue's clock and ours differ a little; after this no request of ours can be taken any more.</summary>
    private static readonly TimeSpan Certainty = RequestLifetime.Orders + TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BetweenQuestions = RequestLifetime.Orders / 6;

    /// <summary>Unknown only when the venue could not be asked until it would no longer have taken the order.</summary>
    public async Task<ExchangeOutcome<Order>> SendAsync(ApprovedOrder order, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var sent = await gateway.SendAsync(order, cancellationToken);
        while (sent is ExchangeOutcome<Order>.Unknown)
        {
            var isTooLate = time.GetElapsedTime(started) >= Certainty;
            var found = await gateway.FindAsync(order.Instrument, order.ClientOrderId, order.IsConditional, cancellationToken);
            switch (found)
            {
                case ExchangeOutcome<Order?>.Accepted { Value: { } resting }:
                    return new ExchangeOutcome<Order>.Accepted(resting);
                case ExchangeOutcome<Order?>.Accepted when isTooLate:
                    return new ExchangeOutcome<Order>.Rejected(new(0, "The order never arrived.", RejectionClass.Retry));
                case not ExchangeOutcome<Order?>.Accepted when isTooLate:
                    return sent;
            }

            await Task.Delay(BetweenQuestions, time, cancellationToken);
        }

        return sent;
    }
}
