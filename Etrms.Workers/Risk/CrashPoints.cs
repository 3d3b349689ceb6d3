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
/// Kills this process, unflushed and unwarned, at the place that a file in the journal's folder names: once, since the file goes first. Does
/// nothing outside Development, nor there unless asked to.
/// </summary>
internal sealed class CrashPoints(IOptions<RiskOptions> options, IHostEnvironment environment)
{
    /// <summary>Time for a request to reach the venue before the process dies without reading the answer.</summary>
    private static readonly TimeSpan OnTheWire = TimeSpan.FromMilliseconds(30);

    private readonly bool _takesOrders = environment.IsDevelopment() && options.Value.TakesCrashOrders;

    /// <summary>Name of the file that orders a crash.</summary>
    public static string OrderFor(CrashPoint point) => $"crash-at-{(int)point}";

    public void Reached(CrashPoint point)
    {
        if (IsOrdered(point))
        {
            File.Delete(FileOf(point));
            Process.GetCurrentProcess().Kill();
        }
    }

    /// <summary>For the points between a request and its answer.</summary>
    public async Task<T> SentAsync<T>(CrashPoint point, Task<T> request)
    {
        if (IsOrdered(point))
        {
            await Task.Delay(OnTheWire);
            Reached(point);
        }

        return await request;
    }

    private bool IsOrdered(CrashPoint point) => _takesOrders && File.Exists(FileOf(point));

    private string FileOf(CrashPoint point) => Path.Combine(options.Value.JournalFolder, OrderFor(point));
}
