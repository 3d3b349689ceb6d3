using System.Collections.Concurrent;
using System.Diagnostics;

namespace Etrms.AppHost.Local;

/// <summary>
/// Starts every child from one thread that lives as long as the host: the kernel's "end me with my parent" follows the starting thread,
/// and a pool thread may end at any time.
/// </summary>
internal static class ProcessLauncher
{
    private static readonly BlockingCollection<(Process Process, TaskCompletionSource Started)> Requests = [];
    private static readonly Lazy<Thread> Launcher = new(() =>
    {
        var thread = new Thread(Serve) { IsBackground = true, Name = "process launcher" };
        thread.Start();
        return thread;
    });

    public static void Start(Process process)
    {
        _ = Launcher.Value;
        var started = new TaskCompletionSource();
        Requests.Add((process, started));
        started.Task.GetAwaiter().GetResult();
    }

    private static void Serve()
    {
        foreach (var (process, started) in Requests.GetConsumingEnumerable())
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (System.ComponentModel.Win32Exception missing)
            {
                started.SetException(new HostException($"{process.StartInfo.FileName} cannot be started: {missing.Message}", missing));
            }
        }
    }
}
