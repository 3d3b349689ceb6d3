using System.Globalization;

namespace Etrms.Benchmarks.Latency;

/// <summary>
/// The service levels of an alert (RISK 4.13) under load: from the venue's price frame to the closing order at the venue, to a browser's socket,
/// and to flat, while the worker takes in the prices of every contract.
/// </summary>
internal sealed class LatencyBenchmark : IBenchmark
{
    private const int DefaultTrips = 300;
    private const int DefaultLoad = 500;
    private const int WarmUps = 30;
    private const double OrderP99 = 20;
    private const double AlertP99 = 100;
    private const double LongestToFlat = 3_000;
    private const double LongestCancel = 1_000;
    private const string Grid = "grid";

    public string Name => "latency";

    public string Description => "price frame -> closing order, -> alert on a WebSocket, -> flat, under market load; arguments: trips (300), messages per second (500), \"grid\" for a backtest beside it";

    public async Task<int> RunAsync(string[] arguments)
    {
        var trips = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultTrips;
        var load = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : DefaultLoad;
        await using var bed = await LatencyBed.StartAsync(load);
        var beside = arguments.Length > 2 && arguments[2] == Grid ? await bed.ComputeBesideAsync() : null;
        for (var i = 0; i < WarmUps; i++)
        {
            await bed.TripAsync();
        }

        var measured = new List<Trip>(trips);
        await bed.BeginCountingAsync();
        for (var i = 0; i < trips; i++)
        {
            measured.Add(await bed.TripAsync());
        }

        var code = Report(measured, load, await bed.MessagesPerSecondAsync());
        return beside is null ? code : Math.Max(code, await ReportAsync(beside));
    }

    /// <summary>The grid must have been computed to the end of the measurement, and stop soon after it is told to.</summary>
    private static async Task<int> ReportAsync(BesideGrid beside)
    {
        var done = await beside.FractionAsync();
        var cancelled = done > 0 ? await beside.CancelAsync() : TimeSpan.MaxValue;
        var passes = cancelled.TotalMilliseconds <= LongestCancel;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a grid of 100,000 combinations of 30,000 candles was computed beside it all the while, {done:P1} of it"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{(passes ? "PASS" : "FAIL")}: {cancelled.TotalMilliseconds:0} ms from its cancelling until its core was free; {LongestCancel} ms at most"));
        return passes ? 0 : 1;
    }

    private static int Report(List<Trip> trips, int wantedLoad, double load)
    {
        Console.WriteLine($"{trips.Count} trips after {WarmUps} to warm up; qualification 0 ms and 1 sample; PostgreSQL, Redis, venue, worker, API and portal on this machine");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load:0} market messages per second reached the worker all the while; asked for {wantedLoad}"));
        var order = Print("frame -> closing order ms", [.. trips.Select(trip => trip.ToOrder.TotalMilliseconds)]);
        var alert = Print("frame -> socket alert ms", [.. trips.Select(trip => trip.ToAlert.TotalMilliseconds)]);
        var flat = Print("frame -> flat ms", [.. trips.Select(trip => trip.ToFlat.TotalMilliseconds)]);
        var passes = order.P99 <= OrderP99 && alert.P99 <= AlertP99 && flat.Longest <= LongestToFlat && load >= wantedLoad;
        Console.WriteLine($"{(passes ? "PASS" : "FAIL")}: p99 at most {OrderP99} ms to the order and {AlertP99} ms to the socket, flat within {LongestToFlat / 1000} s, under the load asked for");
        return passes ? 0 : 1;
    }

    /// <summary>Prints the nearest-rank percentiles.</summary>
    private static (double P99, double Longest) Print(string what, double[] milliseconds)
    {
        Array.Sort(milliseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-28} p50 {At(0.50):0.0}  p90 {At(0.90):0.0}  p99 {At(0.99):0.0}  max {milliseconds[^1]:0.0}"));
        return (At(0.99), milliseconds[^1]);

        double At(double share) => milliseconds[(int)Math.Ceiling(share * milliseconds.Length) - 1];
    }
}
