using System.Text;
using Etrms.Contracts.Journal;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>A session of a worker that closed a position and was killed afterwards: several packed files and an open one.</summary>
public sealed class RecordedTrip(Servers servers) : IAsyncLifetime
{
    private const decimal Price = 10_000m;

    /// <summary>Files end soon and fill quickly, and no pause of the machine makes a second session.</summary>
    private static readonly KeyValuePair<string, string>[] Settings =
        [new("InputJournal__SegmentAge", "00:00:01"), new("Risk__ClockPeriod", "00:00:00.004"), new("Lease__TtlSeconds", "60")];

    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-replay-").FullName;

    /// <summary>Folder of the session.</summary>
    public string Session => Path.Combine(_folder, "session");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using (var worker = await bed.StartWorkerAsync(Settings))
        {
            await CloseAsync(bed);
            await Eventually.TrueAsync("files are packed and inputs enough recorded", async _ => await IsLongAsync(bed), TimeSpan.FromSeconds(20));
        }

        Directory.Move(Assert.Single(SessionReader.SessionsIn(bed.Sessions)), Session);
    }

    /// <summary>A copy of the session, every file unpacked, in which one line was changed.</summary>
    /// <param name="change">Answers the new JSON of a frame, or null to leave it alone; only the first change counts.</param>
    /// <param name="mendsChecksum">True when the changed line gets the checksum that fits it.</param>
    internal async Task<(string Session, string File, int Frame)> ChangedAsync(Func<JournalFrame, JournalFrame?, string, string?> change, bool mendsChecksum)
    {
        var copy = Path.Combine(_folder, $"{Guid.NewGuid():N}");
        Directory.CreateDirectory(copy);
        (string Session, string File, int Frame)? changed = null;
        foreach (var file in SessionReader.FilesOf(Session))
        {
            var lines = await LinesAsync(file);
            for (var i = 0; i < lines.Count && changed is null; i++)
            {
                var next = i + 1 < lines.Count ? FrameOf(lines[i + 1]) : null;
                if (change(FrameOf(lines[i]), next, lines[i][9..]) is { } json)
                {
                    lines[i] = $"{(mendsChecksum ? Crc32C.Of(Encoding.UTF8.GetBytes(json)).ToString("x8") : lines[i][..8])} {json}";
                    changed = (copy, Path.GetFileName(file).Replace(".gz", "", StringComparison.Ordinal), i + 1);
                }
            }

            await File.WriteAllTextAsync(Path.Combine(copy, Path.GetFileName(file).Replace(".gz", "", StringComparison.Ordinal)), string.Join('\n', lines) + '\n', Token);
        }

        Assert.NotNull(changed);
        return changed.Value;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static async Task<List<string>> LinesAsync(string file)
    {
        var lines = new List<string>();
        foreach (var line in SessionReader.ReadLines(file))
        {
            lines.Add(Encoding.UTF8.GetString(line.Text.Span));
        }

        return lines;
    }

    private static JournalFrame FrameOf(string line) => JournalLine.Read(Encoding.UTF8.GetBytes(line)).Frame!;

    private static async Task CloseAsync(GuardBed bed)
    {
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.OpenAccountAsync(balance: Price);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        var breaker = Limits.Drawdown(account);
        await bed.AddBreakerAsync(breaker);
        await bed.ConnectAsync(account, credentials);
        await bed.IsGuardedAsync(account, breaker.Id);
        await bed.Venue.SetPriceAsync(Price * 0.9m);
        await Eventually.TrueAsync("closed", async _ => (await bed.EventsAsync()).Any(entry => entry.Kind == BreakerEventKind.Acted), TimeSpan.FromSeconds(20));
    }

    private static async Task<bool> IsLongAsync(GuardBed bed)
    {
        var report = SessionReplay.Run(Assert.Single(SessionReader.SessionsIn(bed.Sessions)), Token);
        return report is { Files: > 2, Events: >= 2, Inputs: > 1000 };
    }
}
