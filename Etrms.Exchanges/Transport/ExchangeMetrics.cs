using System.Diagnostics.Metrics;

namespace Etrms.Exchanges.Transport;

/// <summary>What the clients count for the operator; never anything that names a key.</summary>
internal static class ExchangeMetrics
{
    private static readonly Meter Meter = new("Etrms.Exchanges");

    private static readonly Histogram<double> Requests = Meter.CreateHistogram<double>(
        "etrms.exchange.request.duration", "s", "Time from sending a request to a venue until its outcome was known");

    private static readonly Counter<long> Losses = Meter.CreateCounter<long>(
        "etrms.exchange.stream.losses", description: "Stream connections that were closed, dead or silent");

    public static void Requested<T>(string method, string path, ExchangeOutcome<T> outcome, TimeSpan took) =>
        Requests.Record(took.TotalSeconds, new("method", method), new("path", path), new("outcome", outcome.GetType().Name));

    public static void Lost(string stream) => Losses.Add(1, new KeyValuePair<string, object?>("stream", stream));
}
