using System.CommandLine;
using Etrms.Contracts.Journal;

namespace Etrms.Cli.Replays;

internal sealed class ReplayCommand
{
    private const string Text = """
        Derive every breaker event of a recorded session again, offline, and compare it byte for byte with what was recorded.

        SESSION is the folder of a session, or the file of a trip's recording. Sessions lie in the folder "inputs" of the worker's state
        folder; a recording is downloaded from the page of its event.

        Exit codes: 0 byte-equal, 1 different or damaged (the first difference is named), 2 bad usage.

        Examples:
          etrms replay --list ~/.local/state/etrms/inputs
          etrms replay ~/.local/state/etrms/inputs/20261121T160300Z-000012
          etrms replay trip-42.jsonl.gz
        """;

    private readonly Terminal _terminal;
    private readonly Argument<string?> _session = new("SESSION")
    {
        Description = "Folder of a session, or file of a recording.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _list = new("--list") { Description = "List the sessions in a folder instead.", HelpName = "FOLDER" };

    private ReplayCommand(Terminal terminal) => _terminal = terminal;

    public static Command Build(Terminal terminal) => new ReplayCommand(terminal).Build();

    private Command Build()
    {
        var command = new Command("replay", Text);
        command.Arguments.Add(_session);
        command.Options.Add(_list);
        command.SetAction((parsed, cancellationToken) => (parsed.GetValue(_session), parsed.GetValue(_list)) switch
        {
            ({ } session, null) => ReplayAsync(session, cancellationToken),
            (null, { } folder) => ListAsync(folder, cancellationToken),
            _ => throw new CommandFailedException("Give either a session to replay, or --list with a folder.", ExitCode.BadUsage),
        });
        return command;
    }

    private async Task<int> ReplayAsync(string session, CancellationToken cancellationToken)
    {
        if (!Path.Exists(session))
        {
            throw new CommandFailedException($"There is no session or recording {session}.", ExitCode.BadUsage);
        }

        var report = SessionReplay.Run(session, cancellationToken);
        foreach (var line in ReplayText.Of(report))
        {
            await _terminal.Out.WriteLineAsync(line);
        }

        return report.IsByteEqual ? ExitCode.Complete : ExitCode.Failed;
    }

    private async Task<int> ListAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandFailedException($"There is no folder {folder}.", ExitCode.BadUsage);
        }

        var sessions = SessionReader.SessionsIn(folder);
        if (sessions.Count == 0)
        {
            await _terminal.Out.WriteLineAsync($"No session is recorded in {folder}.");
        }

        foreach (var session in sessions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var files = SessionReader.FilesOf(session).Select(file => new FileInfo(file)).ToList();
            var until = files.Max(file => file.LastWriteTimeUtc);
            await _terminal.Out.WriteLineAsync(
                $"{session}  {files.Count:N0} files, {files.Sum(file => file.Length) / 1024:N0} KiB, last written {until:yyyy-MM-dd HH:mm:ss} UTC");
        }

        return ExitCode.Complete;
    }
}
