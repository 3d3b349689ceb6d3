using System.Text.Json;
using System.Threading.Channels;
using Etrms.Contracts;

namespace Etrms.Workers.Journal;

/// <summary>An entry read back with its number.</summary>
internal sealed record JournalRecord(long Seq, JournalEntry Entry);

/// <summary>
/// What must survive a crash, on this machine's disk, before it goes on the wire (ARCHITECTURE 7). Entries that wait together share one flush.
/// </summary>
internal sealed class WriteAheadJournal : IAsyncDisposable
{
    private const int DefaultSegmentSize = 4 * 1024 * 1024;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Lock _gate = new();
    private readonly SegmentedLog _log;
    private readonly Task _writer;

    private WriteAheadJournal(SegmentedLog log)
    {
        _log = log;
        _writer = WriteAsync();
    }

    /// <summary>False when the disk is full: no new risk, what space is left serves protection (FC-56).</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return _log.HasRoom;
            }
        }
    }

    public static WriteAheadJournal Open(string folder, int segmentSize = DefaultSegmentSize) => new(new SegmentedLog(folder, segmentSize));

    /// <summary>Completes with the entry's number when it is on the disk; throws IOException when the disk refused it.</summary>
    public async Task<long> AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var pending = new Pending(JsonSerializer.SerializeToUtf8Bytes(entry, EtrmsJson.Options));
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Written.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Everything on disk, oldest first.</summary>
    public IReadOnlyList<JournalRecord> Read()
    {
        lock (_gate)
        {
            return [.. _log.Read().Select(frame => new JournalRecord(frame.Seq, Parse(frame)))];
        }
    }

    /// <summary>PostgreSQL has everything up to a number: whole files below it go.</summary>
    public void Acknowledge(long seq)
    {
        lock (_gate)
        {
            _log.DropThrough(seq);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
        _log.Dispose();
    }

    private static JournalEntry Parse(LogFrame frame) =>
        JsonSerializer.Deserialize<JournalEntry>(frame.Payload.Span, EtrmsJson.Options)
            ?? throw new InvalidDataException($"Journal entry {frame.Seq} is empty.");

    private async Task WriteAsync()
    {
        var batch = new List<Pending>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (_queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            Commit(batch);
        }
    }

    /// <summary>A disk that refuses fails the callers, who know what it means for them; the journal itself goes on trying.</summary>
    private void Commit(List<Pending> batch)
    {
        try
        {
            lock (_gate)
            {
                foreach (var pending in batch)
                {
                    pending.Seq = _log.Append(pending.Payload);
                }

                _log.Flush();
            }
        }
        catch (IOException refusal)
        {
            batch.ForEach(pending => pending.Written.TrySetException(refusal));
            return;
        }

        batch.ForEach(pending => pending.Written.TrySetResult(pending.Seq));
        lock (_gate)
        {
            _log.EnsureSpare();
        }
    }

    private sealed class Pending(byte[] payload)
    {
        public byte[] Payload { get; } = payload;

        public long Seq { get; set; }

        public TaskCompletionSource<long> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
