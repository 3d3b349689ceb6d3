using System.Diagnostics;
using System.Globalization;

namespace Etrms.AppHost.Local;

/// <summary>How to start a process and how to ask it to end.</summary>
/// <param name="Name">Prefix of its log lines.</param>
/// <param name="EndSignal">Signal for an orderly end.</param>
internal sealed record ProcessPlan(string Name, string File, IReadOnlyList<string> Arguments, string EndSignal = "TERM")
{
    /// <summary>Another user to run as when the host is root; null for the same.</summary>
    public string? RunAs { get; init; }

    public string? WorkingFolder { get; init; }

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}

/// <summary>
/// A process in a session of its own, so that Ctrl+C reaches only the host, which stops its children in order; the kernel ends it when the
/// host dies by force, so that none is left behind.
/// </summary>
internal sealed class ChildProcess
{
    private const int LinesKept = 25;

    private readonly Process _process;
    private readonly ProcessPlan _plan;
    private readonly Queue<string> _lastLines = new();

    private ChildProcess(Process process, ProcessPlan plan)
    {
        _process = process;
        _plan = plan;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The end of its output, for messages about failures.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join(Environment.NewLine, _lastLines);
            }
        }
    }

    public static ChildProcess Start(ProcessPlan plan, int colour)
    {
        var start = StartInfo(plan);
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process, plan);
        process.OutputDataReceived += (_, line) => child.Relay(line.Data, colour);
        process.ErrorDataReceived += (_, line) => child.Relay(line.Data, colour);
        ProcessLauncher.Start(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks for an orderly end and kills after the grace time.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_process.HasExited)
        {
            return;
        }

        Signal(_plan.EndSignal);
        using var deadline = new CancellationTokenSource(grace);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            HostConsole.Say($"{_plan.Name} did not end within {grace.TotalSeconds:0.#} s and is killed.");
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Relay(string? line, int colour)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
            {
                _lastLines.Dequeue();
            }
        }

        HostConsole.Relay(_plan.Name, colour, line);
    }

    private static ProcessStartInfo StartInfo(ProcessPlan plan)
    {
        string[] wrapper = OperatingSystem.IsLinux() && ServerBinaries.OnPath("setsid") is { } setsid && ServerBinaries.OnPath("setpriv") is { } setpriv
            ? [setsid, setpriv, .. User(plan), "--pdeathsig", plan.EndSignal, "--"]
            : [];
        string[] line = [.. wrapper, plan.File, .. plan.Arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = plan.WorkingFolder ?? "/",
        };
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string[] User(ProcessPlan plan) =>
        plan.RunAs is { } user ? [$"--reuid={user}", $"--regid={user}", "--init-groups"] : [];
}
