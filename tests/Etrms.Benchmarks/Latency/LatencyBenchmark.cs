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

    public string Name => "latency";

    public string Description => "price frame -> closing order, -> alert on a WebSocket, -> flat, under market load; arguments: trips (300), messages per second (500)";

    public async Task<int> RunAsync(string[] arguments)
    {
        var trips = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultTrips;
        var load = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : DefaultLoad;
        await using var bed = await LatencyBed.StartAsync(load);
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

        return Report(measured, load, await bed.MessagesPerSecondAsync());
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
