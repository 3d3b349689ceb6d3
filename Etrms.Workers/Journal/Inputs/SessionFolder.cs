using System.Globalization;
using Etrms.Contracts.Journal;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Journal.Inputs;

/// <summary>The recorded sessions of this machine, one folder per run of the engine.</summary>
internal sealed class SessionFolder(IOptions<InputJournalOptions> options, TimeProvider time)
{
    public InputJournalOptions Options => options.Value;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The sessions kept, oldest first.</summary>
    public IReadOnlyList<string> Sessions => Directory.Exists(Options.Folder) ? SessionReader.SessionsIn(Options.Folder) : [];

    /// <summary>Names begin with the time, so that their order is the order of the runs.</summary>
    public string NameOf(long epoch) => string.Create(CultureInfo.InvariantCulture, $"{Now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{epoch:D6}");

    public string PathOf(string session) => Path.Combine(Options.Folder, session);

    /// <summary>True when recording would eat into what must be left for the write-ahead journal.</summary>
    public bool IsDiskFull()
    {
        Directory.CreateDirectory(Options.Folder);
        var disk = new DriveInfo(Path.GetFullPath(Options.Folder));
        return disk.AvailableFreeSpace < Math.Min(Options.LeaveFreeBytes, disk.TotalSize / 20);
    }

    /// <summary>Deletes what is too old or too much, oldest first; the newest file stays.</summary>
    public void Tidy(TimeSpan keep)
    {
        var files = Sessions.SelectMany(SessionReader.FilesOf).Select(path => new FileInfo(path)).ToList();
        var size = files.Sum(file => file.Length);
        var oldest = Now.UtcDateTime - keep;
        foreach (var file in files.SkipLast(1).TakeWhile(file => size > Options.MaxBytes || file.LastWriteTimeUtc < oldest))
        {
            size -= file.Length;
            file.Delete();
        }

        foreach (var session in Directory.EnumerateDirectories(Options.Folder).Where(session => !Directory.EnumerateFileSystemEntries(session).Any()))
        {
            Directory.Delete(session);
        }
    }
}
