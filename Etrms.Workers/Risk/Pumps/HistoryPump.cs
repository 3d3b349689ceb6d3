using System.Collections.Concurrent;
using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>
/// Reads the past hours of every watched contract: a thousand when its first price comes in, the newest ones when market time has passed
/// into another hour. A price tells market time, so that a replay is asked for its own past and not for ours.
/// </summary>
internal sealed partial class HistoryPump(ExchangeClients clients, RiskClock clock, TermTasks tasks, ILogger<HistoryPump> logger) : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>41 days: enough for the tail of a book of today.</summary>
    private static readonly TimeSpan FirstSpan = TimeSpan.FromHours(1_001);

    /// <summary>Enough for the average true range to settle, and for a night without us.</summary>
    private static readonly TimeSpan NextSpan = TimeSpan.FromHours(100);

    /// <summary>The venue needs a moment to close a bar.</summary>
    private static readonly TimeSpan BarCloses = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _atOnce = new(2);

    /// <summary>The hour for which each contract's past was last asked.</summary>
    private readonly ConcurrentDictionary<InstrumentId, long> _asked = new();

    /// <summary>The hour for which it was last read.</summary>
    private readonly ConcurrentDictionary<InstrumentId, long> _read = new();

    public void Dispose() => _atOnce.Dispose();

    /// <summary>A sink that looks at the prices of a contract on their way.</summary>
    public Action<RiskEvent> Over(Action<RiskEvent> sink, VenueNetwork network) => riskEvent =>
    {
        sink(riskEvent);
        if (riskEvent is RiskEvent.MarkPriced marked)
        {
            Follow(marked, network, sink);
        }
    };

    private void Follow(RiskEvent.MarkPriced marked, VenueNetwork network, Action<RiskEvent> sink)
    {
        var hour = marked.Times.MarketAt.UtcTicks / Hour.Ticks;
        var known = _asked.GetOrAdd(marked.Instrument, 0);
        if (hour != known && _asked.TryUpdate(marked.Instrument, hour, known))
        {
            tasks.Start(token => LoadAsync(marked.Instrument, network, hour, sink, token));
        }
    }

    /// <summary>Tries until the venue answers; once a newer hour has been asked for, this one is of no use.</summary>
    private async Task LoadAsync(
        InstrumentId instrument, VenueNetwork network, long hour, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        await Task.Delay(BarCloses, cancellationToken);
        for (var pause = FirstRetry; _asked[instrument] == hour; pause = pause * 2 < LongestRetry ? pause * 2 : LongestRetry)
        {
            await _atOnce.WaitAsync(cancellationToken);
            try
            {
                var hours = await ReadAsync(instrument, network, hour, cancellationToken);
                sink(new RiskEvent.HistoryLoaded(instrument, hours) { Times = clock.Now() });
                _read[instrument] = hour;
                LogRead(hours.Length, instrument);
                return;
            }
            catch (Exception refused) when (refused is ExchangeCallException or HttpRequestException)
            {
                LogRefused(instrument, refused.Message);
            }
            finally
            {
                _atOnce.Release();
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    private Task<ImmutableArray<Candle>> ReadAsync(InstrumentId instrument, VenueNetwork network, long hour, CancellationToken cancellationToken)
    {
        var end = new DateTimeOffset(hour * Hour.Ticks, TimeSpan.Zero);
        var goesOn = _read.TryGetValue(instrument, out var read) && hour > read && (hour - read) * Hour < NextSpan;
        return clients.CandleHistory(instrument.Exchange, network)
            .ReadCandlesAsync(instrument, Hour, end - (goesOn ? NextSpan : FirstSpan), end, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Hours} past hours of {Instrument} read")]
    private partial void LogRead(int hours, InstrumentId instrument);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The past hours of {Instrument} could not be read, they are asked for again: {Reason}")]
    private partial void LogRefused(InstrumentId instrument, string reason);
}
