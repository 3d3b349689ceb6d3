using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Etrms.Contracts;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Journal;

/// <summary>
/// What must survive a crash, on this machine's disk, before it goes on the wire (ARCHITECTURE 7). Every term of leadership writes a folder of
/// its own, so that a worker which wakes up late never writes between the lines of its successor. Entries that wait together share one flush.
/// </summary>
internal sealed partial class WriteAheadJournal(JournalFolder folder, RiskTelemetry telemetry, ILogger<WriteAheadJournal> logger) : IAsyncDisposable
{
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Lock _gate = new();
    private SegmentedLog? _log;
    private volatile bool _isRefused;
    private Task _writer = Task.CompletedTask;
    private Task _sparing = Task.CompletedTask;

    /// <summary>False when the disk is full: no new risk, what space is left serves protection (FC-56).</summary>
    public bool HasRoom => !_isRefused && _log?.HasRoom != false;

    private SegmentedLog Log => _log ?? throw new InvalidOperationException("The journal is not open.");

    public void Open(long epoch)
    {
        _log = folder.Open(epoch);
        _writer = WriteAsync();
    }

    /// <summary>
    /// Completes with the entry's number when it is on the disk; null when the disk refused it. Exits go on even then (FC-56): orders are
    /// reduce-only, their ids deterministic and the live position is read before each.
    /// </summary>
    public async Task<long?> AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var pending = new Pending(JsonSerializer.SerializeToUtf8Bytes(entry, EtrmsJson.Stored));
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Written.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends with the token, or with what ended the writing.</summary>
    public Task WatchAsync(CancellationToken cancellationToken) => _writer.WaitAsync(cancellationToken);

    /// <summary>Has a full disk tried again, beside the entries.</summary>
    public void LookForRoom() => _queue.Writer.TryWrite(new Pending([]));

    /// <summary>PostgreSQL has everything up to a number: whole files below it go.</summary>
    public void Acknowledge(long seq)
    {
        lock (_gate)
        {
            Log.DropThrough(seq);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
        await _sparing;
        _log?.Dispose();
    }

    private async Task WriteAsync()
    {
        var batch = new List<Pending>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                batch.Clear();
                Take(batch);
                Commit(batch);
                if (_sparing.IsCompleted)
                {
                    await _sparing;
                    _sparing = Task.Run(Log.EnsureSpare);
                }
            }
        }
        finally
        {
            // Exits must not wait for a writer that is gone.
            _queue.Writer.TryComplete();
            Take(batch);
            batch.ForEach(pending => pending.Written.TrySetResult(null));
        }
    }

    private void Take(List<Pending> batch)
    {
        while (_queue.Reader.TryRead(out var pending))
        {
            batch.Add(pending);
        }
    }

    /// <summary>A disk that refuses is told by <see cref="HasRoom"/>; the journal goes on trying.</summary>
    private void Commit(List<Pending> batch)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                foreach (var pending in batch.Where(pending => pending.Payload.Length > 0))
                {
                    pending.Seq = Log.Append(pending.Payload);
                }

                Log.Flush();
            }

            telemetry.Flushed(began);
        }
        catch (Exception refusal) when (DiskRefusal.Is(refusal))
        {
            _isRefused = true;
            LogRefused(refusal.Message);
            batch.ForEach(pending => pending.Written.TrySetResult(null));
            return;
        }

        _isRefused = false;
        batch.ForEach(pending => pending.Written.TrySetResult(pending.Seq));
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The write-ahead journal cannot be written: {Reason}")]
    private partial void LogRefused(string reason);

    private sealed class Pending(byte[] payload)
    {
        public byte[] Payload { get; } = payload;

        public long Seq { get; set; }

        public TaskCompletionSource<long?> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
