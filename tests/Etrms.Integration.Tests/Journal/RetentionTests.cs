using Etrms.Integration.Tests.Notifications;
using Etrms.Workers.Journal.Inputs;
using Microsoft.Extensions.Options;

namespace Etrms.Integration.Tests.Journal;

/// <summary>How long recorded sessions stay (RISK 4.6).</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly DateTimeOffset Now = SomeNotifications.Noon;

    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-sessions-").FullName;

    [Fact]
    public void What_is_older_than_the_settings_say_goes_with_its_empty_folder_and_the_newest_file_stays()
    {
        var old = Write("20260101T000000Z-000001", "000001.jsonl.gz", TimeSpan.FromDays(8));
        var kept = Write("20260110T000000Z-000002", "000001.jsonl.gz", TimeSpan.FromDays(5));
        var sessions = new SessionFolder(Options.Create(new InputJournalOptions { Folder = _folder }), new HandClock(Now));

        sessions.Tidy(TimeSpan.FromDays(7));

        Assert.False(Directory.Exists(Path.GetDirectoryName(old)));
        Assert.True(File.Exists(kept));
        sessions.Tidy(TimeSpan.FromDays(1));
        Assert.True(File.Exists(kept));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string session, string name, TimeSpan age)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, session)).FullName, name);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, (Now - age).UtcDateTime);
        return path;
    }
}
