using System.ComponentModel;
using System.Diagnostics;

namespace Etrms.AppHost.Local;

/// <summary>Runs a short system command to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <returns>Trimmed standard output.</returns>
    /// <exception cref="HostException">The command is missing or failed; the message holds what it printed.</exception>
    public static string Read(string file, params string[] arguments) => Run(new ProcessStartInfo(file, arguments));

    public static string Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            if (!process.WaitForExit(Deadline) || process.ExitCode != 0)
            {
                throw new HostException($"{start.FileName} failed: {error.GetAwaiter().GetResult().Trim()} {output.Trim()}");
            }

            return output.Trim();
        }
        catch (Win32Exception missing)
        {
            throw new HostException($"{start.FileName} cannot be started: {missing.Message}", missing);
        }
    }
}
