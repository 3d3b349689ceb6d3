using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Etrms.Workers.Risk;

/// <summary>What the guard of the accounts measures about itself. Recording allocates nothing, so it may stand on the path of a price.</summary>
internal sealed class RiskTelemetry
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "Etrms.Workers.Risk";

    private static readonly ActivitySource Spans = new(Name);

    private readonly Histogram<double> _step;
    private readonly Histogram<int> _waiting;
    private readonly Histogram<double> _firstOrder;
    private readonly Histogram<double> _flush;
    private readonly Counter<long> _lostStreams;

    public RiskTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _step = meter.CreateHistogram<double>("etrms.risk.step.duration", "us", "One input through the engine");
        _waiting = meter.CreateHistogram<int>("etrms.risk.inbox.waiting", "{input}", "Inputs that waited when the loop came round");
        _firstOrder = meter.CreateHistogram<double>("etrms.risk.decision_to_order.duration", "ms", "From a decision to its first order going on the wire");
        _flush = meter.CreateHistogram<double>("etrms.journal.flush.duration", "ms", "Writing and flushing the write-ahead journal");
        _lostStreams = meter.CreateCounter<long>("etrms.feed.losses", "{loss}", "Streams of venues that were lost and are connected anew");
    }

    /// <summary>A span over the work on one plan; null when nobody listens.</summary>
    public static Activity? StartSpan(string name) => Spans.StartActivity(name);

    public void Stepped(long since) => _step.Record(Stopwatch.GetElapsedTime(since).TotalMicroseconds);

    public void Read(int inputs) => _waiting.Record(inputs);

    public void OrderedFirst(long decidedAt) => _firstOrder.Record(Stopwatch.GetElapsedTime(decidedAt).TotalMilliseconds);

    public void Flushed(long since) => _flush.Record(Stopwatch.GetElapsedTime(since).TotalMilliseconds);

    public void StreamLost(string feed) => _lostStreams.Add(1, KeyValuePair.Create("feed", (object?)feed));
}
