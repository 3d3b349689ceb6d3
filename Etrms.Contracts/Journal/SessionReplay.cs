using System.Collections.Immutable;
using Etrms.Domain.Risk;

namespace Etrms.Contracts.Journal;

/// <summary>A place in a recording that cannot be believed.</summary>
public sealed record JournalDamage(string File, int Frame, string What);

/// <summary>What a replay found.</summary>
public sealed record ReplayReport
{
    public required string Session { get; init; }

    /// <summary>Version of the engine that recorded; null when no header could be read.</summary>
    public required string? Engine { get; init; }

    public required int Files { get; init; }

    public required long Inputs { get; init; }

    /// <summary>Events that were recorded.</summary>
    public required long Events { get; init; }

    /// <summary>Our clock at the first and the last input.</summary>
    public required (DateTimeOffset From, DateTimeOffset To)? Received { get; init; }

    /// <summary>Market time of the first and the last price.</summary>
    public required (DateTimeOffset From, DateTimeOffset To)? Market { get; init; }

    /// <summary>Hash of the newest event; the whole history stands behind it.</summary>
    public required string? LastHash { get; init; }

    public required EventDifference? Difference { get; init; }

    public required ImmutableArray<JournalDamage> Damages { get; init; }

    /// <summary>Where inputs were not recorded, and why.</summary>
    public required ImmutableArray<string> Gaps { get; init; }

    /// <summary>True when the last file was not closed: the engine still runs, or it was killed.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>True when every recorded event was derived again, to the byte, from whole inputs.</summary>
    public bool IsByteEqual => Difference is null && Damages.IsEmpty && Engine is not null;
}

/// <summary>Derives every breaker event of a recorded session, or of a trip's recording, again and compares.</summary>
public sealed class SessionReplay
{
    private readonly Rederivation _rederivation = new();
    private readonly List<JournalDamage> _damages = [];
    private readonly List<string> _gaps = [];
    private (DateTimeOffset From, DateTimeOffset To)? _received;
    private (DateTimeOffset From, DateTimeOffset To)? _market;
    private string? _engine;
    private string? _lastHash;
    private string? _lastFile;
    private long _inputs;
    private long _events;
    private long? _nextSeq;
    private bool _isClosed = true;
    private int _files;

    private SessionReplay()
    {
    }

    /// <summary>Replays what lies at a path: a session's folder, or one file.</summary>
    public static ReplayReport Run(string path, CancellationToken cancellationToken)
    {
        var replay = new SessionReplay();
        foreach (var frame in SessionReader.Read(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            replay.Take(frame);
        }

        return replay.Report(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }

    private ReplayReport Report(string session)
    {
        _rederivation.End();
        return new ReplayReport
        {
            Session = session,
            Engine = _engine,
            Files = _files,
            Inputs = _inputs,
            Events = _events,
            Received = _received,
            Market = _market,
            LastHash = _lastHash,
            Difference = _rederivation.Difference,
            Damages = [.. _damages],
            Gaps = [.. _gaps],
            IsOpen = !_isClosed,
        };
    }

    private void Take(ReadFrame read)
    {
        BeginFile(read);
        if (read.Reading.Damage is { } damage)
        {
            _damages.Add(new JournalDamage(read.File, read.Number, damage));
        }

        switch (read.Reading.Frame)
        {
            case JournalFrame.Header header:
                Note(header);
                break;
            case JournalFrame.Input { Event: var input }:
                Note(input, read);
                break;
            case JournalFrame.Decided decided:
                _events += decided.Events.Length;
                _lastHash = decided.Events is [.., var last] ? last.Hash : _lastHash;
                break;
            case JournalFrame.End end:
                _isClosed = true;
                NoteLength(end, read);
                break;
            default:
                break;
        }

        if (read.Reading.Frame is { } frame)
        {
            _rederivation.Take(frame);
        }
    }

    private void BeginFile(ReadFrame read)
    {
        if (read.File == _lastFile)
        {
            return;
        }

        // A file that the disk refused to go on with is followed by one that names the gap.
        if (!_isClosed && read.Reading.Frame is not JournalFrame.Header { Gap: not null })
        {
            _damages.Add(new JournalDamage(_lastFile!, 0, "its end is missing, though another file follows"));
        }

        (_lastFile, _isClosed) = (read.File, false);
        _files++;
    }

    private void Note(JournalFrame.Header header)
    {
        _engine ??= header.Engine;
        if (header.Gap is { } gap)
        {
            _gaps.Add($"before input {header.State.Seq + 1}: {gap}");
        }

        if (header.Gap is not null || header.Segment == 1 || _nextSeq is null)
        {
            _nextSeq = header.State.Seq + 1;
        }
    }

    private void Note(RiskEvent input, ReadFrame read)
    {
        _inputs++;
        if (_nextSeq is { } expected && input.Seq != expected)
        {
            _damages.Add(new JournalDamage(read.File, read.Number, $"input {expected} was to come, but this is input {input.Seq}"));
        }

        _nextSeq = input.Seq + 1;
        _received = (_received?.From ?? input.Times.ReceivedAt, input.Times.ReceivedAt);
        if (input is RiskEvent.MarkPriced)
        {
            _market = (_market?.From ?? input.Times.MarketAt, input.Times.MarketAt);
        }
    }

    private void NoteLength(JournalFrame.End end, ReadFrame read)
    {
        if (end.Frames != read.Number - 1)
        {
            _damages.Add(new JournalDamage(read.File, read.Number, $"{end.Frames} frames were to stand before it, but there are {read.Number - 1}"));
        }
    }
}
