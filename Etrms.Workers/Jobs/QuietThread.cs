using System.Runtime.InteropServices;

namespace Etrms.Workers.Jobs;

/// <summary>
/// Computation on a thread of its own that yields to everything else: in this process a loop guards money, and it must find a core when a price comes.
/// </summary>
internal static class QuietThread
{
    /// <summary>POSIX nice value of a thread: it runs in what the others leave over.</summary>
    private const int LeastNice = 15;

    private const int ThisThread = 0;

    public static Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            StepBack();
            return work();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The runtime's own priorities do nothing on Linux; there each thread has a nice value of its own. Elsewhere they do what they say.</summary>
    private static void StepBack()
    {
        if (OperatingSystem.IsLinux())
        {
            // Raising the nice value needs no right, and a refusal would only leave the priority as it was.
            _ = SetPriority(ThisThread, ThisThread, LeastNice);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        }
    }

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
