using Etrms.Cli.Sessions;
using Etrms.Contracts;

namespace Etrms.Cli.Data;

/// <summary>Shows how a download goes until it is over: one line drawn over for a person, a line for each step in a file or pipe.</summary>
internal sealed class DownloadFollower(ApiClient api, Terminal terminal, bool json)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    // An Api that restarts is away for some seconds; the download is the worker's and goes on.
    private static readonly TimeSpan AwayAtMost = TimeSpan.FromMinutes(1);

    private string? _shown;

    public async Task<int> FollowAsync(DownloadView download, CancellationToken cancellationToken)
    {
        try
        {
            await SayAsync($"Download {download.Id}");
            while (!IsOver(download))
            {
                await ShowAsync(download);
                await Task.Delay(Poll, terminal.Clock, cancellationToken);
                download = await ReadAsync(download.Id, cancellationToken);
            }

            await EndAsync(download);
            return ExitCodeOf(download);
        }
        catch (OperationCanceledException)
        {
            await EndLineAsync();
            await terminal.Error.WriteLineAsync(
                $"""
                The download goes on without this command.
                  follow it: etrms data download --follow {download.Id}
                  stop it:   etrms data download --cancel {download.Id}
                """);
            return ExitCode.Interrupted;
        }
    }

    private static bool IsOver(DownloadView download) => download.State is not (DownloadState.Queued or DownloadState.Running);

    private static int ExitCodeOf(DownloadView download) => download.State switch
    {
        DownloadState.Complete => ExitCode.Complete,
        DownloadState.CompleteWithGaps => ExitCode.CompleteWithGaps,
        DownloadState.Failed or DownloadState.Cancelled => ExitCode.Failed,
        DownloadState.Queued or DownloadState.Running => throw new InvalidOperationException("A download that is not over has no exit code."),
    };

    private async Task<DownloadView> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var began = terminal.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await api.GetAsync<DownloadView>($"data/downloads/{id}", cancellationToken);
            }
            catch (ApiUnreachableException) when (terminal.Clock.GetElapsedTime(began) < AwayAtMost)
            {
                await Task.Delay(Poll, terminal.Clock, cancellationToken);
            }
        }
    }

    private async Task ShowAsync(DownloadView download)
    {
        var progress = download.Progress ?? 0;
        var now = download.Parts.FirstOrDefault(part => !part.IsDone);
        var what = download.State == DownloadState.Queued ? "waiting for a worker" : now is null ? "asking the venue" : DownloadText.NameOf(now);
        if (json)
        {
            return;
        }

        if (terminal.IsWatched)
        {
            var filled = (int)(progress * BarWidth);
            await terminal.Out.WriteAsync($"\r[{new string('#', filled)}{new string('.', BarWidth - filled)}] {progress,4:P0}  {what,-40}");
            _shown = what;
        }
        else if ($"{decimal.Floor(progress * 10)} {what}" is var step && step != _shown)
        {
            await terminal.Out.WriteLineAsync($"{progress:P0}  {what}");
            _shown = step;
        }
    }

    private async Task EndAsync(DownloadView download)
    {
        if (json)
        {
            await SharedOptions.PrintAsync(terminal, download);
            return;
        }

        await EndLineAsync();
        var to = download.State == DownloadState.Failed ? terminal.Error : terminal.Out;
        foreach (var line in DownloadText.Report(download))
        {
            await to.WriteLineAsync(line);
        }
    }

    private Task SayAsync(string line) => json ? Task.CompletedTask : terminal.Out.WriteLineAsync(line);

    private Task EndLineAsync() => terminal.IsWatched && _shown is not null ? terminal.Out.WriteLineAsync() : Task.CompletedTask;
}
