using Etrms.Contracts;
using Etrms.Contracts.Journal;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Workers.Journal.Rehearsals;

/// <summary>
/// One candidate breaker, alone and only observing, over recorded facts. What breakers and traders decided then is left out; what it led to at the
/// venue, such as a position that was closed, is a fact and stays.
/// </summary>
internal sealed class Rehearsal(CircuitBreaker candidate)
{
    /// <summary>A price that moved by less since the last look is not looked at by itself.</summary>
    private const decimal Move = 0.001m;

    /// <summary>Trips that are told one by one; a breaker that trips without end must not fill the memory.</summary>
    private const int MostTrips = 500;

    private static readonly TimeSpan BetweenTicks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly CircuitBreaker _observer = candidate with { Mode = BreakerMode.Observe };
    private readonly List<RiskDecision> _decisions = [];
    private readonly List<RehearsedTripView> _trips = [];
    private readonly Dictionary<InstrumentId, decimal> _marks = [];
    private RiskEngine? _engine;
    private string? _session;
    private DateTimeOffset _steppedAt;
    private DateTimeOffset _lookedAt;

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RehearsedTripView> Trips => _trips;

    public int TripCount { get; private set; }

    /// <summary>Inputs that the breaker was shown.</summary>
    public long Inputs { get; private set; }

    /// <summary>Our clock at the first and the last of them.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Span { get; private set; }

    /// <summary>Runs of the engine and gaps within them, beside the first.</summary>
    public int Breaks { get; private set; }

    public decimal? HighestProgress { get; private set; }

    /// <summary>A new run of the engine, or one after a gap, goes on with the books as they were recorded and what the breaker remembers.</summary>
    public void Begin(JournalFrame.Header header)
    {
        if (_engine is not null && header.Gap is null && header.Session == _session)
        {
            return;
        }

        var remembered = _engine?.CaptureState().Breakers ?? [];
        Breaks += _engine is null ? 0 : 1;
        _session = header.Session;
        _engine = RiskEngine.Continue(header.Settings, header.State with { Breakers = remembered, Claims = [], OperatorPlans = [] });
        if (remembered.IsEmpty)
        {
            Step(new RiskEvent.BreakersChanged([_observer]) { Times = header.State.Books.Clock.Newest });
        }
    }

    /// <summary>Shows a fact to the breaker; the passing of time as often as it needs.</summary>
    public void Take(RiskEvent input)
    {
        var receivedAt = input.Times.ReceivedAt;
        if (_engine is null || IsDecision(input) || (input is RiskEvent.ClockTicked && receivedAt - _steppedAt < BetweenTicks))
        {
            return;
        }

        (_steppedAt, Span) = (receivedAt, (Span?.From ?? receivedAt, receivedAt));
        Inputs++;

        // Another run may count anew: what is told again is known to the books by its own ids.
        Step(input with { Seq = 0 });
        if (HasMoved(input) || receivedAt - _lookedAt >= BetweenLooks)
        {
            _lookedAt = receivedAt;
            Look(_engine);
        }
    }

    private static bool IsDecision(RiskEvent input) =>
        input is RiskEvent.BreakersChanged or RiskEvent.Commanded or RiskEvent.ActionReported or RiskEvent.WorkerTroubled;

    /// <summary>True for a price that the highest value may hang on.</summary>
    private bool HasMoved(RiskEvent input)
    {
        if (input is not RiskEvent.MarkPriced { Mark: var mark, Instrument: var instrument }
            || (_marks.TryGetValue(instrument, out var before) && Math.Abs(mark - before) <= before * Move))
        {
            return false;
        }

        _marks[instrument] = mark;
        return true;
    }

    private void Step(RiskEvent input)
    {
        _engine!.Step(input, _decisions);
        if (_decisions.Count > 0)
        {
            foreach (var record in _decisions.OfType<RiskDecision.Record>())
            {
                Note(record.Event);
            }

            _decisions.Clear();
            Look(_engine);
        }
    }

    private void Look(RiskEngine engine)
    {
        if (engine.Snapshot().Breakers is [{ Progress: { } progress }, ..])
        {
            HighestProgress = Math.Max(HighestProgress ?? progress, progress);
        }
    }

    private void Note(BreakerEvent entry)
    {
        switch (entry.Kind)
        {
            case BreakerEventKind.DryRun when _trips is [.., { ArmedAgainAt: null } open] && open.TripSeq == entry.TripSeq:
                _trips[^1] = open with { StageAt = entry.StageAt, WouldDo = $"{open.WouldDo} {entry.Consequence}" };
                break;
            case BreakerEventKind.DryRun:
                Add(entry);
                break;
            case BreakerEventKind.Resolved or BreakerEventKind.Rearmed or BreakerEventKind.Resumed:
                End(entry);
                break;
            case BreakerEventKind.Triggered or BreakerEventKind.Stage or BreakerEventKind.Acted or BreakerEventKind.ActionFailed
                or BreakerEventKind.EvaluationError or BreakerEventKind.Blind or BreakerEventKind.Sighted or BreakerEventKind.Enforced:
                break;
        }
    }

    /// <summary>A further stage of a trip that is not told is no trip of its own.</summary>
    private void Add(BreakerEvent entry)
    {
        TripCount = Math.Max(TripCount, entry.TripSeq);
        if (_trips.Count < MostTrips)
        {
            _trips.Add(new RehearsedTripView(
                entry.TripSeq, entry.At, entry.ReceivedAt, entry.Value, entry.StageAt, entry.Explanation, entry.Consequence, null));
        }
    }

    private void End(BreakerEvent entry)
    {
        var trip = _trips.FindLastIndex(open => open.TripSeq == entry.TripSeq && open.ArmedAgainAt is null);
        if (trip >= 0)
        {
            _trips[trip] = _trips[trip] with { ArmedAgainAt = entry.At };
        }
    }
}
