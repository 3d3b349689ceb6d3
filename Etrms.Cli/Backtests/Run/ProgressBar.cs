using System.Globalization;

namespace Etrms.Cli.Backtests.Run;

/// <summary>Shows how far a run is: one line drawn over for a person, a line for each tenth in a file or pipe.</summary>
internal sealed class ProgressBar(Terminal terminal)
{
    private const int Width = 30;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private int _tenth = -1;
    private bool _isDrawn;

    public async Task<T> FollowAsync<T>(OfflineRun run, Task<T> work)
    {
        var began = terminal.Clock.GetTimestamp();
        while (!work.IsCompleted)
        {
            await ShowAsync((double)run.Done / run.Total, terminal.Clock.GetElapsedTime(began));
            await Task.WhenAny(work, Task.Delay(Between, terminal.Clock));
        }

        if (_isDrawn)
        {
            await terminal.Out.WriteLineAsync();
        }

        return await work;
    }

    private async Task ShowAsync(double share, TimeSpan elapsed)
    {
        var left = share > 0.02 ? $"about {Text((elapsed / share) - elapsed)} left" : "";
        if (terminal.IsWatched)
        {
            var filled = (int)(share * Width);
            _isDrawn = true;
            await terminal.Out.WriteAsync(string.Create(
                CultureInfo.InvariantCulture, $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {share,4:P0}  {left,-24}"));
        }
        else if ((int)(share * 10) is var tenth && tenth > _tenth)
        {
            _tenth = tenth;
            await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{share:P0}  {left}"));
        }
    }

    private static string Text(TimeSpan time) => time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min {time.Seconds} s" : $"{time.TotalSeconds:0} s";
}
