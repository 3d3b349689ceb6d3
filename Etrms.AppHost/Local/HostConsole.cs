namespace Etrms.AppHost.Local;

/// <summary>One writer for the host's own lines and the prefixed lines of every process.</summary>
internal static class HostConsole
{
    private static readonly string[] Colours = ["36", "32", "35", "33", "34", "96", "92", "95", "93", "94"];
    private static readonly bool IsColoured = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
    private static readonly Lock Gate = new();

    public static void Say(string line) => Write(line);

    public static void Relay(string resource, int index, string line)
    {
        var prefix = $"{resource,-10}|";
        Write(IsColoured ? $"\u001b[{Colours[index % Colours.Length]}m{prefix}\u001b[0m {line}" : $"{prefix} {line}");
    }

    private static void Write(string line)
    {
        lock (Gate)
        {
            Console.Out.WriteLine(line);
        }
    }
}
