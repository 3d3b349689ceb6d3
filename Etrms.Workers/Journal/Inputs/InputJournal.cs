using System.Collections.Immutable;
using System.Reflection;
using System.Threading.Channels;
using Etrms.Contracts.Journal;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Journal.Inputs;

/// <summary>
/// Everything that the engine is given, in order, with the breaker events it led to: what a replay derives them from again (RISK 4.0). The risk loop
/// only hands references over. What the disk or a full queue refuses leaves a gap that the next file names and begins after.
/// </summary>
internal sealed partial class InputJournal(SessionFolder folder, InputFeed feed, Leadership leadership, ILogger<InputJournal> logger)
    : IAsyncDisposable
{
    private const int Waiting = 64 * 1024;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private static readonly string Version = typeof(RiskEngine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, SingleWriter = true });

    private Task _writing = Task.CompletedTask;
    private string _session = "";
    private string? _gap;
    private DateTimeOffset _retryAt;
    private volatile bool _isNextDue;
    private volatile bool _isBeginning;
    private volatile string? _refusal;

    /// <summary>Why inputs are not recorded; null while they are.</summary>
    public string? Refusal => _refusal;

    /// <summary>Folder of the session that is being recorded; null before the first input.</summary>
    public string? SessionPath => _session.Length == 0 ? null : folder.PathOf(_session);

    /// <summary>Begins a session with the engine as it stands.</summary>
    public void Begin(RiskEngine engine)
    {
        _session = folder.NameOf(leadership.Lease.Epoch);
        BeginFile(engine);
        _writing = WriteAsync();
    }

    /// <summary>Called by the risk loop after each step; never waits.</summary>
    public void Record(RiskEngine engine, RiskEvent input, IReadOnlyList<RiskDecision> decisions)
    {
        if (_gap is null && !_queue.Writer.TryWrite(new Entry(input, EventsOf(decisions), null)))
        {
            _gap = "more came in than could be written down";
        }

        var canGoOn = _gap is not null && _queue.Reader.Count < Waiting / 2;
        if (_isNextDue || canGoOn)
        {
            BeginFile(engine);
        }
    }

    /// <summary>Asks for a new file with the next input, as somebody does who wants to begin there.</summary>
    public void BeginNextFile() => _isNextDue = true;

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
    }

    private static ImmutableArray<BreakerEvent> EventsOf(IReadOnlyList<RiskDecision> decisions) =>
        decisions.Count == 0 ? [] : [.. decisions.OfType<RiskDecision.Record>().Select(record => record.Event)];

    private JournalFrame.Header HeaderOf(RiskEngine engine) => new()
    {
        Format = JournalFrame.Header.CurrentFormat,
        Engine = Version,
        Session = _session,
        Segment = 0,
        StartedAt = folder.Now,
        Settings = engine.Settings,
        State = engine.CaptureState(),
        Gap = _gap,
    };

    private void BeginFile(RiskEngine engine)
    {
        (_isNextDue, _isBeginning) = (false, true);
        if (_queue.Writer.TryWrite(new Entry(null, [], HeaderOf(engine))))
        {
            _gap = null;
        }
        else
        {
            _isBeginning = false;
        }
    }

    private async Task WriteAsync()
    {
        await using var writer = new SessionWriter(folder, _session, lines => feed.PublishAsync(leadership.Lease.Holder, lines.ToArray()));
        while (await _queue.Reader.WaitToReadAsync())
        {
            await TryAsync(writer, DrainAsync);
            if (writer.IsDue && !_isBeginning && folder.Now >= _retryAt)
            {
                _isNextDue = true;
            }
        }

        await TryAsync(writer, open => open.CloseAsync());
    }

    private async Task DrainAsync(SessionWriter writer)
    {
        for (var left = Waiting; left > 0 && _queue.Reader.TryRead(out var entry); left--)
        {
            await WriteAsync(writer, entry);
        }

        await writer.FlushAsync();
    }

    private async Task WriteAsync(SessionWriter writer, Entry entry)
    {
        if (entry.Header is { } header)
        {
            _isBeginning = false;
            await writer.BeginAsync(_refusal is null ? header : header with { Gap = _refusal });
            _refusal = null;
        }
        else if (writer.IsOpen && entry.Input is { } input)
        {
            writer.Add(new JournalFrame.Input(input));
            if (!entry.Events.IsEmpty)
            {
                writer.Add(new JournalFrame.Decided(input.Seq, entry.Events));
            }
        }
    }

    /// <summary>A disk that refuses is told by <see cref="Refusal"/>; the next file is tried a moment later.</summary>
    private async Task TryAsync(SessionWriter writer, Func<SessionWriter, Task> write)
    {
        try
        {
            await write(writer);
        }
        catch (Exception refusal) when (DiskRefusal.Is(refusal))
        {
            if (_refusal is null)
            {
                LogRefused(refusal.Message);
            }

            _refusal = refusal.Message;
            _retryAt = folder.Now + Retry;
            await writer.AbandonAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The input journal cannot be written: {Reason}")]
    private partial void LogRefused(string reason);

    /// <summary>An input with its events, or the beginning of a file.</summary>
    private readonly record struct Entry(RiskEvent? Input, ImmutableArray<BreakerEvent> Events, JournalFrame.Header? Header);
}
