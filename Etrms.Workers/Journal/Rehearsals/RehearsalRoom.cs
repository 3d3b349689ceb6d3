using Etrms.Contracts.Journal;
using Etrms.Domain.Risk.Breakers;
using Etrms.Workers.Journal.Inputs;

namespace Etrms.Workers.Journal.Rehearsals;

/// <summary>Reads the recorded sessions of this machine for rehearsals, one at a time and for a bounded time.</summary>
internal sealed class RehearsalRoom(SessionFolder sessions) : IDisposable
{
    /// <summary>Packed size of the newest files that are read at most; more could not be read in the time.</summary>
    private const long MostBytes = 96L * 1024 * 1024;

    /// <summary>Lines between two looks at the clock.</summary>
    private const int AtOnce = 4096;

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Shows the recorded days to a breaker.</summary>
    /// <param name="candidate">The breaker.</param>
    /// <param name="since">Our clock from which on files are of interest.</param>
    /// <param name="limit">Time after which what was seen so far is the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<(Rehearsal Rehearsal, bool IsCutShort)> RehearseAsync(
        CircuitBreaker candidate, DateTimeOffset since, TimeSpan limit, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        using var time = new CancellationTokenSource(limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        var rehearsal = new Rehearsal(candidate);
        try
        {
            foreach (var file in FilesSince(since))
            {
                await ShowAsync(file, rehearsal, either.Token);
            }

            return (rehearsal, false);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (rehearsal, true);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static async Task ShowAsync(string file, Rehearsal rehearsal, CancellationToken cancellationToken)
    {
        await foreach (var line in SessionReader.ReadLinesAsync(file, cancellationToken))
        {
            if (line.Number % AtOnce == 0)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
            }

            Show(line, rehearsal);
        }
    }

    /// <summary>The best prices are no breaker's business and half of all lines: they are not even read.</summary>
    private static void Show(ReadLine line, Rehearsal rehearsal)
    {
        if (line.Damage is not null || line.Text.Span.IndexOf("{\"event\":\"book_top_changed\""u8) >= 0)
        {
            return;
        }

        switch (JournalLine.Read(line.Text.Span))
        {
            case { Damage: null, Frame: JournalFrame.Header header }:
                rehearsal.Begin(header);
                break;
            case { Damage: null, Frame: JournalFrame.Input { Event: var input } }:
                rehearsal.Take(input);
                break;
            default:
                break;
        }
    }

    /// <summary>Files written since then, oldest first, as many of the newest as can be read in the time.</summary>
    private List<string> FilesSince(DateTimeOffset since)
    {
        var left = MostBytes;
        return [.. sessions.Sessions.SelectMany(SessionReader.FilesOf).Reverse().Select(path => new FileInfo(path))
            .TakeWhile(file => file.Exists && file.LastWriteTimeUtc >= since.UtcDateTime && (left -= file.Length) >= 0)
            .Select(file => file.FullName).Reverse()];
    }
}
