using System.Diagnostics;
using System.Text.Json.Nodes;
using Etrms.Cli;
using Etrms.Contracts.Journal;
using Etrms.Integration.Tests.Data;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK FC-60: what was recorded is derived again, to the byte, wherever and under whatever culture.</summary>
public sealed class ReplayTests(RecordedTrip recorded) : IClassFixture<RecordedTrip>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FC_60_A_recorded_session_replays_byte_equal()
    {
        var report = SessionReplay.Run(recorded.Session, Token);

        Assert.Empty(report.Damages);
        Assert.Null(report.Difference);
        Assert.True(report is { IsByteEqual: true, Events: >= 2, IsOpen: true });
    }

    [Fact]
    public async Task FC_60_Every_file_replays_byte_equal_without_those_before_it()
    {
        var events = 0L;
        foreach (var file in SessionReader.FilesOf(recorded.Session))
        {
            var report = SessionReplay.Run(file, Token);
            Assert.True(report.IsByteEqual, $"{file}: {report.Difference} {string.Join(", ", report.Damages)}");
            events += report.Events;
        }

        Assert.True(events >= 2);
    }

    /// <summary>German groups thousands by a point, so its output shows that the culture was in force.</summary>
    [Fact]
    public async Task FC_60_A_recorded_session_replays_byte_equal_in_German_culture_and_Indian_time()
    {
        var run = await ReplayAsync(("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Kolkata"));

        Assert.True(run.Code == ExitCode.Complete, run.Out + run.Error);
        Assert.Matches(@"session: \d+\.\d{3} inputs", run.Out);
        Assert.Contains("byte-equal, the chain ends in", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FC_60_A_flipped_byte_of_an_input_names_the_first_event_that_differs(bool mendsChecksum)
    {
        var changed = await recorded.ChangedAsync(
            (frame, next, json) => frame is JournalFrame.Input && next is JournalFrame.Decided ? FlipReceivedAt(json) : null, mendsChecksum);

        var run = await CommandAsync("replay", changed.Session);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Matches(@"DIFFERENT: breaker event 1 of ""Drawdown of \w+"" \([0-9a-f-]+\), received_at, after input \d+", run.Out);
        Assert.Equal(!mendsChecksum, run.Out.Contains($"damaged: {changed.File}, frame {changed.Frame}: its checksum does not fit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FC_60_A_flipped_byte_of_a_recorded_event_is_named_with_its_field()
    {
        var changed = await recorded.ChangedAsync(
            (frame, _, json) => frame is JournalFrame.Decided ? json.Replace("\"threshold\":\"0.05\"", "\"threshold\":\"0.06\"", StringComparison.Ordinal) : null,
            mendsChecksum: true);

        var run = await CommandAsync("replay", changed.Session);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("threshold, after input", run.Out, StringComparison.Ordinal);
        Assert.Contains("recorded: 0.06", run.Out, StringComparison.Ordinal);
        Assert.Contains("derived:  0.05", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FC_60_A_missing_input_and_a_file_that_breaks_off_are_named()
    {
        var changed = await recorded.ChangedAsync((frame, _, _) => frame is JournalFrame.Input { Event.Seq: > 20 } ? "" : null, mendsChecksum: false);
        var file = Path.Combine(changed.Session, changed.File);
        var text = await File.ReadAllTextAsync(file, Token);
        await File.WriteAllTextAsync(file, text[..^7], Token);

        var run = await CommandAsync("replay", changed.Session);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains($"damaged: {changed.File}, frame {changed.Frame}: it is cut off", run.Out, StringComparison.Ordinal);
        Assert.Contains("was to come, but this is input", run.Out, StringComparison.Ordinal);
        Assert.Contains("the file breaks off in the middle of it", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_byte_of_a_packed_file_is_named()
    {
        var copy = Directory.CreateTempSubdirectory("etrms-packed-").FullName;
        var packed = SessionReader.FilesOf(recorded.Session)[0];
        var bytes = await File.ReadAllBytesAsync(packed, Token);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(Path.Combine(copy, Path.GetFileName(packed)), bytes, Token);

        var run = await CommandAsync("replay", copy);
        Directory.Delete(copy, recursive: true);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains($"damaged: {Path.GetFileName(packed)}, frame", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_are_listed_and_bad_usage_is_told()
    {
        var list = await CommandAsync("replay", "--list", Path.GetDirectoryName(recorded.Session)!);
        var nowhere = await CommandAsync("replay", Path.Combine(recorded.Session, "nothing"));
        var neither = await CommandAsync("replay");

        Assert.Equal(ExitCode.Complete, list.Code);
        Assert.Contains(recorded.Session, list.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCode.BadUsage, ExitCode.BadUsage), (nowhere.Code, neither.Code));
    }

    private static string FlipReceivedAt(string json)
    {
        var digit = json.IndexOf("\"received_at\":\"", StringComparison.Ordinal) + "\"received_at\":\"2026-11-21T16:26:0".Length;
        return $"{json[..digit]}{(char)(json[digit] ^ 1)}{json[(digit + 1)..]}";
    }

    private static Task<CommandRun> CommandAsync(params string[] args) => CommandRun.StartAsync(args, "", null, Token);

    /// <summary>Runs the command line as a process of its own, built without invariant globalization.</summary>
    private async Task<CommandRun> ReplayAsync(params (string Name, string Value)[] environment)
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(InOutput("Etrms.Cli.runtimeconfig.json"), Token))!;
        settings["runtimeOptions"]!["configProperties"]!["System.Globalization.Invariant"] = false;
        var withCulture = Path.Combine(Path.GetDirectoryName(recorded.Session)!, "culture.runtimeconfig.json");
        await File.WriteAllTextAsync(withCulture, settings.ToJsonString(), Token);
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] args = ["exec", "--runtimeconfig", withCulture, "--depsfile", InOutput("Etrms.Cli.deps.json"), InOutput("Etrms.Cli.dll"), "replay", recorded.Session];
        Array.ForEach(args, start.ArgumentList.Add);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return new CommandRun(process.ExitCode, await output, await error);
    }

    private static string InOutput(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
