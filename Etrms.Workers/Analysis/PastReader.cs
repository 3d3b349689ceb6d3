using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Exchanges;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Analysis;

/// <summary>Reads past candles of the venues. One question at a time: other calls guard money.</summary>
internal sealed partial class PastReader(ExchangeClients clients, MarketInbox inbox, TermTasks tasks, ILogger<PastReader> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>The answer always comes by the inbox, empty when there is none.</summary>
    public void Ask(InstrumentId instrument, VenueNetwork network, TimeSpan interval, TimeRange range) => tasks.Start(async token =>
    {
#pragma warning disable CA1031 // The guard lives in the same term: what goes wrong here leaves a market unknown and ends nothing else.
        try
        {
            await ReadAsync(instrument, network, interval, range, token);
        }
        catch (Exception failure) when (!token.IsCancellationRequested)
        {
            LogFailed(failure, instrument);
            inbox.Post(new PastCandles(instrument, interval, [], range.Start));
        }
#pragma warning restore CA1031
    });

    private async Task ReadAsync(InstrumentId instrument, VenueNetwork network, TimeSpan interval, TimeRange range, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var candles = await clients.CandleHistory(instrument.Exchange, network)
                .ReadCandlesAsync(instrument, interval, range.Start, range.End, cancellationToken);
            inbox.Post(new PastCandles(instrument, interval, candles, range.End));
        }
        catch (Exception refused) when (refused is ExchangeCallException or HttpRequestException)
        {
            LogRefused(instrument, refused.Message);
            inbox.Post(new PastCandles(instrument, interval, [], range.Start));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Past candles of {Instrument} could not be read, they are asked for again: {Reason}")]
    private partial void LogRefused(InstrumentId instrument, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading past candles of {Instrument} failed; they are asked for again")]
    private partial void LogFailed(Exception failure, InstrumentId instrument);
}
