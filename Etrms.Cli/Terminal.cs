using System.Text;

namespace Etrms.Cli;

/// <summary>Everything a command sees of the process it runs in.</summary>
internal sealed record Terminal
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>True when a person watches the output, so that a line may be drawn over.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Asks for something that must not be seen; null when nobody can be asked.</summary>
    public Func<string, string>? Ask { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>The file that keeps the session.</summary>
    public required string SessionFile { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static Terminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        IsWatched = !Console.IsOutputRedirected,
        Ask = Console.IsInputRedirected ? null : AskAtConsole,
        Variable = Environment.GetEnvironmentVariable,
        SessionFile = Environment.GetEnvironmentVariable("ETRMS_SESSION") ?? Path.Combine(ConfigurationFolder(), "etrms", "session.json"),
    };

    private static string ConfigurationFolder() =>
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder
            ? folder
            : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    private static string AskAtConsole(string question)
    {
        Console.Error.Write(question);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                typed.Append(key.KeyChar);
            }
            else if (typed.Length > 0)
            {
                typed.Length--;
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
