using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts.Journal;

/// <summary>
/// Runs the engine over recorded inputs, in the order in which they were recorded, and compares every breaker event that it derives with the
/// recorded one. After the first difference nothing more is derived: what follows rests on it.
/// </summary>
public sealed class Rederivation
{
    private readonly List<RiskDecision> _decisions = [];
    private IReadOnlyList<BreakerEvent> _derived = [];
    private RiskEngine? _engine;
    private string? _session;

    /// <summary>The first difference; null while there is none.</summary>
    public EventDifference? Difference { get; private set; }

    /// <summary>Events that were derived and found equal.</summary>
    public long EqualEvents { get; private set; }

    /// <summary>Number of the newest input.</summary>
    public long InputSeq { get; private set; }

    /// <summary>What the newest input led to and has not been compared yet.</summary>
    public IReadOnlyList<BreakerEvent> Derived => _derived;

    /// <summary>True once a header told where to begin.</summary>
    public bool HasBegun => _engine is not null;

    /// <summary>Takes in the next frame.</summary>
    public void Take(JournalFrame frame)
    {
        if (Difference is not null)
        {
            return;
        }

        if (frame is JournalFrame.Decided decided)
        {
            Compare(decided);
            return;
        }

        // What was derived must have been recorded by now.
        ConfirmNothing();
        switch (frame)
        {
            case JournalFrame.Header header:
                Begin(header);
                break;
            case JournalFrame.Input { Event: var input } when Difference is null:
                Step(input);
                break;
            default:
                break;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End() => ConfirmNothing();

    /// <summary>The first file of a run, and every one after a gap, begins with the recorded state; the others must agree with it.</summary>
    private void Begin(JournalFrame.Header header)
    {
        if (_engine is not null && header.Gap is null && header.Session == _session)
        {
            CompareChain(header.State, _engine.CaptureState());
            return;
        }

        _session = header.Session;
        _engine = RiskEngine.Continue(header.Settings, header.State);
        InputSeq = header.State.Seq;
        if (header.Segment == 1)
        {
            _engine.ResumePlans(_decisions);
            _decisions.Clear();
        }
    }

    private void CompareChain(RiskEngineState recorded, RiskEngineState derived)
    {
        if (recorded.EventHash != derived.EventHash || recorded.EventSeq != derived.EventSeq)
        {
            Difference = new EventDifference(
                recorded.EventSeq, Guid.Empty, "", "event", recorded.EventHash, derived.EventHash, InputSeq);
        }
    }

    private void Step(RiskEvent input)
    {
        if (_engine is null)
        {
            return;
        }

        InputSeq = input.Seq;
        try
        {
            _engine.Step(input, _decisions);
        }
        catch (Exception failure) when (failure is ArithmeticException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            // The recording went on after this input, so what it says now is not what the engine was given.
            Difference = new EventDifference(_engine.CaptureState().EventSeq + 1, Guid.Empty, "", "input", null, failure.Message, InputSeq);
        }

        _derived = _decisions.Count == 0 ? [] : [.. _decisions.OfType<RiskDecision.Record>().Select(record => record.Event)];
        _decisions.Clear();
    }

    private void Compare(JournalFrame.Decided recorded)
    {
        // Events whose own input is missing or unreadable were not derived.
        var derived = recorded.Seq == InputSeq ? _derived : [];
        Difference = EventComparison.FirstDifference(recorded.Events, derived, recorded.Seq);
        EqualEvents += Difference is null ? recorded.Events.Length : 0;
        _derived = [];
    }

    private void ConfirmNothing()
    {
        if (Difference is null && _derived.Count > 0)
        {
            Difference = EventComparison.FirstDifference([], _derived, InputSeq);
            _derived = [];
        }
    }
}
