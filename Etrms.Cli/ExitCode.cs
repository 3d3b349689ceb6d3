namespace Etrms.Cli;

/// <summary>What scripts may rely on.</summary>
internal static class ExitCode
{
    public const int Complete = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;

    /// <summary>Everything that exists is stored, and some of what was asked for does not exist.</summary>
    public const int CompleteWithGaps = 3;

    /// <summary>128 and the number of SIGINT, as shells say it.</summary>
    public const int Interrupted = 130;
}

/// <summary>Ends a command with a sentence for the person at the terminal: what is wrong, and what to do.</summary>
internal sealed class CommandFailedException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int Code { get; } = exitCode;
}
