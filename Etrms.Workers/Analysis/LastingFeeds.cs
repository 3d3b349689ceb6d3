using Etrms.Exchanges;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Analysis;

/// <summary>
/// Feeds of the analysis, each begun again when it breaks. Feeds reconnect by themselves: what ends one is a fault of ours or a refusal, and the
/// guard, which lives in the same term, must not end with it. Until its books are told anew they are lost, and their contracts unknown.
/// </summary>
internal sealed partial class LastingFeeds(MarketInbox inbox, TermTasks tasks, TimeProvider time, ILogger<LastingFeeds> logger)
{
    /// <summary>Long enough for a venue not to take it for an assault.</summary>
    public static readonly TimeSpan BeginAgainAfter = TimeSpan.FromSeconds(15);

    public void Start(IMarketData data, IReadOnlyCollection<MarketTopic> topics) => tasks.Start(token => KeepAsync(data, topics, token));

    private async Task KeepAsync(IMarketData data, IReadOnlyCollection<MarketTopic> topics, CancellationToken cancellationToken)
    {
        while (true)
        {
#pragma warning disable CA1031 // Whatever it is, it is told and tried again; nothing else may end with it.
            try
            {
                await data.RunAsync(topics, inbox.Post, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                LogEnded(topics.Count);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(failure, topics.Count);
            }
#pragma warning restore CA1031

            foreach (var topic in topics.Where(topic => topic.Kind == MarketTopicKind.Book))
            {
                inbox.Post(new MarketUpdate.BookLost(topic.Instrument));
            }

            await Task.Delay(BeginAgainAfter, time, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A feed of the market analysis with {Count} topics failed; its contracts are unknown until it has begun again")]
    private partial void LogFailed(Exception failure, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A feed of the market analysis with {Count} topics ended; its contracts are unknown until it has begun again")]
    private partial void LogEnded(int count);
}
