using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>
/// The prices of one contract: its stream, and beside it questions for as long as the stream says nothing though it stands (RISK 4.7). An answer
/// keeps breakers seeing; that the stream is silent stays known.
/// </summary>
internal sealed partial class MarkWatch(IMarketFeed feed, InstrumentId instrument, Action<RiskEvent> sink, RiskClock clock, ILogger logger)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private long _heardAt;

    public Task RunAsync(Func<TimeSpan> staleAfter, CancellationToken cancellationToken) =>
        Task.WhenAll(feed.RunAsync([instrument], Hear, cancellationToken), AskAsync(staleAfter, cancellationToken));

    private void Hear(RiskEvent riskEvent)
    {
        if (riskEvent is RiskEvent.MarkPriced)
        {
            Volatile.Write(ref _heardAt, clock.Time.GetTimestamp());
        }

        sink(riskEvent);
    }

    private async Task AskAsync(Func<TimeSpan> staleAfter, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(AskEvery, clock.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var heardAt = Volatile.Read(ref _heardAt);
            if (heardAt != 0 && clock.Time.GetElapsedTime(heardAt) > staleAfter())
            {
                await AskOnceAsync(cancellationToken);
            }
        }
    }

    private async Task AskOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await feed.AskMarkAsync(instrument, cancellationToken) is { } mark)
            {
                sink(mark);
            }
        }
        catch (ExchangeCallException refused)
        {
            LogNotTold(instrument, refused.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mark of {Instrument} is silent and could not be asked for: {Reason}")]
    private partial void LogNotTold(InstrumentId instrument, string reason);
}
