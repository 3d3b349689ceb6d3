using System.Globalization;

namespace Etrms.Benchmarks.Latency;

/// <summary>How long the whole system takes from the venue's price frame to the venue receiving the closing order, and to a browser's socket.</summary>
internal sealed class LatencyBenchmark : IBenchmark
{
    private const int DefaultTrips = 300;
    private const int WarmUps = 30;
    private const double OrderP99 = 20;
    private const double AlertP99 = 100;

    public string Name => "latency";

    public string Description => "venue writes the price frame -> venue receives the closing order, and -> alert on a WebSocket; argument: trips (300)";

    public async Task<int> RunAsync(string[] arguments)
    {
        var trips = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultTrips;
        await using var bed = await LatencyBed.StartAsync();
        for (var i = 0; i < WarmUps; i++)
        {
            await bed.TripAsync();
        }

        var measured = new List<Trip>(trips);
        for (var i = 0; i < trips; i++)
        {
            measured.Add(await bed.TripAsync());
        }

        Console.WriteLine($"{trips} trips after {WarmUps} to warm up; qualification 0 ms and 1 sample; PostgreSQL, Redis, venue, worker, API and portal on this machine");
        var order = Print("frame -> closing order ms", [.. measured.Select(trip => trip.ToOrder.TotalMilliseconds)]);
        var alert = Print("frame -> socket alert ms", [.. measured.Select(trip => trip.ToAlert.TotalMilliseconds)]);
        var passes = order <= OrderP99 && alert <= AlertP99;
        Console.WriteLine($"{(passes ? "PASS" : "FAIL")}: p99 at most {OrderP99} ms to the order and {AlertP99} ms to the socket");
        return passes ? 0 : 1;
    }

    /// <summary>Prints the nearest-rank percentiles; answers p99.</summary>
    private static double Print(string what, double[] milliseconds)
    {
        Array.Sort(milliseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-28} p50 {At(0.50):0.0}  p90 {At(0.90):0.0}  p99 {At(0.99):0.0}  max {milliseconds[^1]:0.0}"));
        return At(0.99);

        double At(double share) => milliseconds[(int)Math.Ceiling(share * milliseconds.Length) - 1];
    }
}
