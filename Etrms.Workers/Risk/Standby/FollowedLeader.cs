using System.Buffers;
using Etrms.Contracts.Journal;

namespace Etrms.Workers.Risk.Standby;

/// <summary>
/// Computes what a leader computes, from the lines that it records, and compares every breaker event. After a gap it waits for the next file, whose
/// header tells where the leader's engine stands. Keeps a journal of its own since then: what was received, and what it derived. Not thread-safe.
/// </summary>
internal sealed class FollowedLeader : IDisposable
{
    private readonly ArrayBufferWriter<byte> _own = new();
    private readonly JournalLine _line = new();
    private Rederivation _engine = new();
    private long _equalBefore;

    /// <summary>True until a header tells where to begin.</summary>
    public bool NeedsBeginning => !_engine.HasBegun;

    /// <summary>The first difference; null while there is none.</summary>
    public EventDifference? Difference => _engine.Difference;

    public long InputSeq => _engine.InputSeq;

    /// <summary>Events in which both agreed, also before a gap.</summary>
    public long EqualEvents => _equalBefore + _engine.EqualEvents;

    /// <summary>Session of the leader; null before the first header.</summary>
    public string? Session { get; private set; }

    /// <summary>The journal of this side since the last header: replayed, it shows who was right.</summary>
    public ReadOnlyMemory<byte> Own => _own.WrittenMemory;

    /// <summary>Takes in whole lines as the leader wrote them.</summary>
    public void Take(ReadOnlyMemory<byte> lines)
    {
        while (!lines.IsEmpty && Difference is null)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
            if (JournalLine.Read(line.Span) is { Damage: null, Frame: { } frame })
            {
                Take(frame);
            }
            else
            {
                StartAnew();
            }
        }
    }

    public void Dispose() => _line.Dispose();

    private void Take(JournalFrame frame)
    {
        switch (frame)
        {
            case JournalFrame.Header header:
                Begin(header);
                break;
            case JournalFrame.Input { Event: var input } when !NeedsBeginning && input.Seq != InputSeq + 1:
                StartAnew();
                break;
            case JournalFrame.Input input when !NeedsBeginning:
                _engine.Take(input);
                _line.Write(input, _own);
                if (_engine.Derived.Count > 0)
                {
                    _line.Write(new JournalFrame.Decided(InputSeq, [.. _engine.Derived]), _own);
                }

                break;
            case JournalFrame.Decided when !NeedsBeginning:
                _engine.Take(frame);
                break;
            default:
                break;
        }
    }

    private void Begin(JournalFrame.Header header)
    {
        if (header.Session != Session || header.State.Seq != InputSeq)
        {
            StartAnew();
        }

        Session = header.Session;
        _engine.Take(header);
        _own.ResetWrittenCount();
        _line.Write(header, _own);
    }

    private void StartAnew()
    {
        _equalBefore += _engine.EqualEvents;
        _engine = new Rederivation();
    }
}
