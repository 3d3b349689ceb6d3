using System.Diagnostics;
using Etrms.Contracts.Journal;
using Etrms.Domain.Risk.Breakers;
using Etrms.Workers.Jobs;
using Etrms.Workers.Journal.Inputs;

namespace Etrms.Workers.Journal.Rehearsals;

/// <summary>How far a rehearsal has come.</summary>
/// <param name="Rehearsal">What it has seen so far.</param>
/// <param name="Share">Share of the recording that was read, from 0 to 1.</param>
internal readonly record struct RehearsalSight(Rehearsal Rehearsal, decimal Share);

/// <summary>Reads the recorded sessions of this machine for rehearsals, one at a time, file by file: what is kept does not grow with what is read.</summary>
internal sealed class RehearsalRoom(SessionFolder sessions) : IDisposable
{
    private const string Packed = ".gz";

    /// <summary>Lines between two looks at the clock.</summary>
    private const int AtOnce = 2048;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Shows the recorded days to a breaker, oldest first.</summary>
    /// <param name="candidate">The breaker.</param>
    /// <param name="since">Our clock from which on files are of interest.</param>
    /// <param name="goesOn">Told every second how far it is; false ends it early.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<(Rehearsal Rehearsal, bool IsCutShort)> RehearseAsync(
        CircuitBreaker candidate, DateTimeOffset since, Func<RehearsalSight, Task<bool>> goesOn, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var showing = new Showing(candidate, FilesSince(since), goesOn);
            return (showing.Rehearsal, !await showing.RunAsync(cancellationToken));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Files written since then, oldest first.</summary>
    private List<FileInfo> FilesSince(DateTimeOffset since) =>
        [.. sessions.Sessions.SelectMany(SessionReader.FilesOf).Select(path => new FileInfo(path)).Where(file => file.Exists && file.LastWriteTimeUtc >= since.UtcDateTime)];

    /// <summary>One rehearsal on its way through the files.</summary>
    private sealed class Showing(CircuitBreaker candidate, List<FileInfo> files, Func<RehearsalSight, Task<bool>> goesOn)
    {
        private readonly long _all = Math.Max(files.Sum(file => file.Length), 1);
        private long _read;
        private long _lookedAt;

        public Rehearsal Rehearsal { get; } = new(candidate);

        /// <summary>False when it was ended early.</summary>
        public async Task<bool> RunAsync(CancellationToken cancellationToken)
        {
            foreach (var file in files)
            {
                // An open file is packed meanwhile, and an old one may be tidied away.
                var path = new[] { file.FullName, file.FullName + Packed }.FirstOrDefault(File.Exists);
                if (path is not null && !await ShowAsync(path, cancellationToken))
                {
                    return false;
                }

                _read += file.Length;
            }

            return true;
        }

        /// <summary>A rehearsal takes minutes, and the guard beside it goes before.</summary>
        private async Task<bool> ShowAsync(string file, CancellationToken cancellationToken)
        {
            using var lines = SessionReader.ReadLines(file).GetEnumerator();
            bool hasMore;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                hasMore = await QuietThread.RunAsync(() => ShowSome(lines));
                if (!await LookAsync())
                {
                    return false;
                }
            }
            while (hasMore);
            return true;
        }

        /// <summary>False at the end.</summary>
        private bool ShowSome(IEnumerator<ReadLine> lines)
        {
            for (var shown = 0; shown < AtOnce; shown++)
            {
                if (!lines.MoveNext())
                {
                    return false;
                }

                Show(lines.Current);
            }

            return true;
        }

        private async Task<bool> LookAsync()
        {
            if (_lookedAt != 0 && Stopwatch.GetElapsedTime(_lookedAt) < LookEvery)
            {
                return true;
            }

            _lookedAt = Stopwatch.GetTimestamp();
            return await goesOn(new RehearsalSight(Rehearsal, (decimal)_read / _all));
        }

        /// <summary>The best prices are no breaker's business and half of all lines: they are not even read.</summary>
        private void Show(ReadLine line)
        {
            if (line.Damage is not null || line.Text.Span.IndexOf("{\"event\":\"book_top_changed\""u8) >= 0)
            {
                return;
            }

            switch (JournalLine.Read(line.Text.Span))
            {
                case { Damage: null, Frame: JournalFrame.Header header }:
                    Rehearsal.Begin(header);
                    break;
                case { Damage: null, Frame: JournalFrame.Input { Event: var input } }:
                    Rehearsal.Take(input);
                    break;
                default:
                    break;
            }
        }
    }
}
