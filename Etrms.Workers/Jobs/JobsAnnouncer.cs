using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Jobs;

/// <summary>
/// Tells the browsers' side how far jobs and backtests are, at most twice a second and only what changed. One worker of the cluster does it at a time,
/// so that the numbers of the messages rise.
/// </summary>
internal sealed partial class JobsAnnouncer(
    AnnouncerSeat seat, JobPictures pictures, LiveBus bus, LiveSnapshots snapshots, ILogger<JobsAnnouncer> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, (long Seq, string Data)> _last = new(StringComparer.Ordinal);
    private bool _isTroubled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await AnnounceAsync(stoppingToken);
                _isTroubled = false;
            }
            catch (Exception outage) when (DatabaseOutage.Is(outage) && !stoppingToken.IsCancellationRequested)
            {
                Report(outage);
            }
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (!await seat.TryHoldAsync(cancellationToken))
        {
            _last.Clear();
            return;
        }

        await SendIfChangedAsync(LiveChannels.Jobs, await pictures.JobsAsync(cancellationToken), cancellationToken);
        await SendIfChangedAsync(LiveChannels.Backtests, await pictures.BacktestsAsync(cancellationToken), cancellationToken);
    }

    private async Task SendIfChangedAsync<T>(string channel, T view, CancellationToken cancellationToken)
    {
        var data = JsonSerializer.SerializeToElement(view, EtrmsJson.Options);
        var text = data.GetRawText();
        if (!_last.TryGetValue(channel, out var last))
        {
            last = (await NewestSeqAsync(channel, cancellationToken), "");
        }

        if (last.Data == text)
        {
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        var message = new LiveMessage(channel, LiveMessage.Snapshot, last.Seq + 1, now, now, data);
        await snapshots.SaveAsync([message], cancellationToken);
        await bus.PublishAsync(message);
        _last[channel] = (message.Seq, text);
    }

    /// <summary>Numbers go on above what was sent before by whoever sent it.</summary>
    private async Task<long> NewestSeqAsync(string channel, CancellationToken cancellationToken) => Math.Max(
        (await snapshots.ReadAsync(channel, cancellationToken))?.Seq ?? 0, (await bus.ReadLatestAsync(channel, cancellationToken))?.Seq ?? 0);

    private void Report(Exception outage)
    {
        if (!_isTroubled)
        {
            _isTroubled = true;
            LogAway(outage.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The progress of jobs is not announced while the database is away: {Reason}")]
    private partial void LogAway(string reason);
}
