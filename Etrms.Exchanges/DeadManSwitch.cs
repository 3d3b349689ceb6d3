using Etrms.Domain.Market;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges;

/// <summary>
/// Keeps the venue's own dead-man switch from firing while this program lives: when it dies or is cut off, the venue cancels the resting
/// orders by itself. A renewal that fails is tried again at the next beat: three fit into the time.
/// </summary>
public sealed partial class DeadManSwitch(IOrderGateway gateway, TimeProvider time, ILogger<DeadManSwitch> logger)
{
    private const int BeatsPerCountdown = 3;

    /// <summary>Arms and renews until cancelled, and then takes the switch back: an orderly end is no death.</summary>
    /// <param name="instruments">Contracts with resting orders.</param>
    /// <param name="after">How long the venue waits for a sign of life.</param>
    /// <param name="cancellationToken">Ends it in order.</param>
    public async Task RunAsync(IReadOnlyCollection<InstrumentId> instruments, TimeSpan after, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(after / BeatsPerCountdown, time);
        try
        {
            do
            {
                await SetAsync(instruments, after, cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        finally
        {
            await SetAsync(instruments, after: null, CancellationToken.None);
        }
    }

    private Task SetAsync(IEnumerable<InstrumentId> instruments, TimeSpan? after, CancellationToken cancellationToken) =>
        Task.WhenAll(instruments.Select(async instrument =>
        {
            var outcome = await gateway.ArmDeadManAsync(instrument, after, cancellationToken);
            if (outcome is not ExchangeOutcome<TimeSpan?>.Accepted)
            {
                LogNotSet(instrument, outcome.Describe());
            }
        }));

    [LoggerMessage(LogLevel.Warning, "The dead-man switch of {Instrument} could not be set: {Failure}")]
    private partial void LogNotSet(InstrumentId instrument, string failure);
}
