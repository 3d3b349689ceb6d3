using System.Security.Cryptography;
using System.Threading.Channels;
using Etrms.Contracts.Journal;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Jobs;
using Etrms.Workers.Journal.Inputs;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Journal.Recordings;

/// <summary>
/// Makes a recording of every trip and of every further stage, some seconds after its plan has ended, from the input journal. Beside the risk loop
/// and one a second at most: packing may not take the processor from a close that goes on. What cannot be stored is tried again.
/// </summary>
internal sealed partial class FlightRecorder(
    InputJournal inputs, TripActions actions, TripRecordings recordings, RiskClock clock, ILogger<FlightRecorder> logger) : ITermLoop
{
    /// <summary>A recording that is larger is not kept.</summary>
    private const int LargestBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<Noted> _noted = Channel.CreateBounded<Noted>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly List<Flight> _flights = [];

    /// <summary>Called by the risk loop with what one step decided; never waits.</summary>
    public void Note(RiskEngine engine, IReadOnlyList<RiskDecision> decisions)
    {
        if (!decisions.Any(decision => decision is RiskDecision.Record))
        {
            return;
        }

        var hasPlan = DecisionBatch.Of(decisions) is { Plans.IsEmpty: false };
        foreach (var record in decisions.OfType<RiskDecision.Record>())
        {
            _noted.Writer.TryWrite(new Noted(new JournalFrame.Trip(record.Event, engine.FindBreaker(record.Event.BreakerId)), hasPlan));
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            while (_noted.Reader.TryRead(out var noted))
            {
                Follow(noted.Trip, noted.HasPlan);
            }

            if (_flights.Find(flight => clock.WallNow >= flight.EndsAt) is { } ended)
            {
                await MakeAsync(ended, cancellationToken);
            }
        }
    }

    private void Follow(JournalFrame.Trip trip, bool hasPlan)
    {
        var entry = trip.Event;
        switch (entry.Kind)
        {
            case BreakerEventKind.Triggered or BreakerEventKind.Stage or BreakerEventKind.DryRun:
                _flights.Add(new Flight(trip) { EndsAt = clock.WallNow + (hasPlan ? Longest : After) });
                break;
            case BreakerEventKind.Acted when !_flights.Exists(flight => flight.IsOf(entry)):
                // The trip began under a worker that is gone: what this one recorded of it is better than nothing.
                _flights.Add(new Flight(trip) { EndsAt = clock.WallNow + After });
                break;
            case BreakerEventKind.Acted:
                _flights.Where(flight => flight.IsOf(entry)).ToList().ForEach(flight => flight.EndsAt = clock.WallNow + After);
                break;
            case BreakerEventKind.Resolved or BreakerEventKind.Rearmed or BreakerEventKind.Resumed or BreakerEventKind.EvaluationError
                or BreakerEventKind.ActionFailed or BreakerEventKind.Blind or BreakerEventKind.Sighted or BreakerEventKind.Enforced:
                break;
        }
    }

    private async Task MakeAsync(Flight flight, CancellationToken cancellationToken)
    {
        try
        {
            var entry = flight.Event;
            var orders = await actions.OfAsync(entry, cancellationToken);
            var content = inputs.SessionPath is { } session
                ? await QuietThread.RunAsync(() => TripRecording.Pack(flight.Trip, session, orders))
                : [];
            if (content.Length is > 0 and <= LargestBytes)
            {
                await recordings.SaveAsync(RowOf(entry, content), cancellationToken);
            }
            else
            {
                LogLeftOut(entry.Seq, content.Length);
            }
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            return;
        }
        catch (Exception gone) when (gone is IOException or InvalidDataException)
        {
            LogFailed(flight.Event.Seq, gone.Message);
        }

        _flights.Remove(flight);
    }

    private TripRecordingRow RowOf(BreakerEvent entry, byte[] content) => new()
    {
        EventSeq = entry.Seq,
        BreakerId = entry.BreakerId,
        TripSeq = entry.TripSeq,
        MadeAt = clock.WallNow,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        Content = content,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "No recording is kept of breaker event {Seq}: it would take {Bytes} bytes")]
    private partial void LogLeftOut(long seq, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The recording of breaker event {Seq} cannot be made: {Reason}")]
    private partial void LogFailed(long seq, string reason);

    private readonly record struct Noted(JournalFrame.Trip Trip, bool HasPlan);

    private sealed class Flight(JournalFrame.Trip trip)
    {
        public JournalFrame.Trip Trip { get; } = trip;

        public BreakerEvent Event => Trip.Event;

        public required DateTimeOffset EndsAt { get; set; }

        public bool IsOf(BreakerEvent other) => Event.BreakerId == other.BreakerId && Event.TripSeq == other.TripSeq;
    }
}
