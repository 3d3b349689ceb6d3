using System.Collections.Concurrent;
using Etrms.Domain.Risk;
using Etrms.Workers.Journal;
using Etrms.Workers.Journal.Inputs;

namespace Etrms.Workers.Risk;

/// <summary>What keeps this worker from doing all its work; the engine takes no new risk meanwhile.</summary>
internal sealed partial class RiskTroubles(
    RiskInbox inbox, WriteAheadJournal journal, InputJournal inputs, RiskClock clock, ILogger<RiskTroubles> logger)
{
    public const string Database = "database";
    public const string Journal = "journal";
    public const string Inputs = "input_journal";
    public const string CrashLoop = "crash_loop";
    public const string Monitoring = "monitoring";

    private static readonly TimeSpan LookForRoomEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, string> _open = new(StringComparer.Ordinal);
    private DateTimeOffset _lookedAt;

    public void Raise(string concern, string trouble)
    {
        if (_open.TryAdd(concern, trouble))
        {
            LogTrouble(concern, trouble);
            inbox.Post(new RiskEvent.WorkerTroubled(concern, trouble) { Times = clock.Now() });
        }
    }

    /// <summary>Looks whether the disk takes what must be written down (FC-56).</summary>
    public void WatchJournals()
    {
        Watch(Journal, journal.HasRoom ? null : "The disk of the write-ahead journal is full; what space is left serves exits.");
        LookForRoomWhenDue();
        Watch(Inputs, inputs.Refusal is { } refusal ? $"What the risk engine is given cannot be recorded: {refusal}" : null);
    }

    /// <summary>Each try writes a whole file: now and then is enough.</summary>
    private void LookForRoomWhenDue()
    {
        if (!journal.HasRoom && clock.WallNow - _lookedAt >= LookForRoomEvery)
        {
            _lookedAt = clock.WallNow;
            journal.LookForRoom();
        }
    }

    public void End(string concern)
    {
        if (_open.TryRemove(concern, out _))
        {
            LogOver(concern);
            inbox.Post(new RiskEvent.WorkerTroubled(concern, null) { Times = clock.Now() });
        }
    }

    private void Watch(string concern, string? trouble)
    {
        if (trouble is null)
        {
            End(concern);
        }
        else
        {
            Raise(concern, trouble);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No new risk because of {Concern}: {Trouble}")]
    private partial void LogTrouble(string concern, string trouble);

    [LoggerMessage(Level = LogLevel.Information, Message = "The trouble with {Concern} is over")]
    private partial void LogOver(string concern);
}
