using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Risk;

/// <summary>The places of RISK FC-49 where the crash test kills this process.</summary>
internal enum CrashPoint
{
    TripDecided = 1,
    IntentSynced,
    GateClosed,
    OpeningCancelSent,
    OpeningCancelAnswered,
    ReducerCancelSent,
    ClosePrepared,
    CloseSent,
    CloseAnswered,
    PartialFillSeen,
    ReadBack,
    LeftoversCancelled,
}

/// <summary>
/// Kills this process, unflushed and unwarned, at one chosen place: once, since a mark in the state folder tells the restarted process that it
/// happened. Does nothing outside Development.
/// </summary>
internal sealed class CrashPoints(IOptions<RiskOptions> options, IHostEnvironment environment)
{
    /// <summary>Time for a request to reach the venue before the process dies without reading the answer.</summary>
    private static readonly TimeSpan OnTheWire = TimeSpan.FromMilliseconds(30);

    private readonly CrashPoint? _chosen = environment.IsDevelopment() ? options.Value.CrashAt : null;
    private readonly string _mark = Path.Combine(options.Value.JournalFolder, "crashed");

    public void Reached(CrashPoint point)
    {
        if (point == _chosen && !File.Exists(_mark))
        {
            File.OpenHandle(_mark, FileMode.Create, FileAccess.Write).Dispose();
            Process.GetCurrentProcess().Kill();
        }
    }

    /// <summary>For the points between a request and its answer.</summary>
    public async Task<T> SentAsync<T>(CrashPoint point, Task<T> request)
    {
        if (point == _chosen && !File.Exists(_mark))
        {
            await Task.Delay(OnTheWire);
            Reached(point);
        }

        return await request;
    }
}
