using System.Diagnostics;
using System.Globalization;
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
    /// <summary>Holds the number of a <see cref="CrashPoint"/>.</summary>
    public const string OrderFile = "crash-at";

    /// <summary>Time for a request to reach the venue before the process dies without reading the answer.</summary>
    private static readonly TimeSpan OnTheWire = TimeSpan.FromMilliseconds(30);

    private readonly string? _order = environment.IsDevelopment() && options.Value.TakesCrashOrders
        ? Path.Combine(options.Value.JournalFolder, OrderFile)
        : null;

    public void Reached(CrashPoint point)
    {
        if (_order is not null && IsOrdered(_order, point))
        {
            File.Delete(_order);
            Process.GetCurrentProcess().Kill();
        }
    }

    /// <summary>For the points between a request and its answer.</summary>
    public async Task<T> SentAsync<T>(CrashPoint point, Task<T> request)
    {
        if (_order is not null && IsOrdered(_order, point))
        {
            await Task.Delay(OnTheWire);
            Reached(point);
        }

        return await request;
    }

    private static bool IsOrdered(string order, CrashPoint point) =>
        File.Exists(order) && int.TryParse(File.ReadAllText(order), CultureInfo.InvariantCulture, out var at) && at == (int)point;
}
