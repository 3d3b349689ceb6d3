using System.IO.Compression;

namespace Etrms.Cli.Backtests;

/// <summary>Lines of a text file, packed or not.</summary>
internal static class TextLines
{
    public static IEnumerable<string> Of(string path)
    {
#pragma warning disable MA0045 // A local file read for a calculation: nothing else waits for this thread.
        using var file = File.OpenRead(path);
        using var text = new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (text.ReadLine() is { } line)
        {
            yield return line;
        }
#pragma warning restore MA0045
    }
}
