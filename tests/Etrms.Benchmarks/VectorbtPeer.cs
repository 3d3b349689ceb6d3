using System.Diagnostics;
using System.Globalization;
using Etrms.Domain.Market;

namespace Etrms.Benchmarks;

/// <summary>vectorbt on the same candles in the same run, where ETRMS_VECTORBT names a Python that has it.</summary>
internal static class VectorbtPeer
{
    /// <summary>Million candles per second of one core, for one run and for the grid; null without a Python.</summary>
    public static (double Run, double Grid)? Measure(CandleSeries candles)
    {
        if (Environment.GetEnvironmentVariable("ETRMS_VECTORBT") is not { Length: > 0 } python)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("etrms-vectorbt-");
        try
        {
            var file = Path.Combine(folder.FullName, "candles.csv");
            File.WriteAllLines(file, Enumerable.Range(0, candles.Count)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{candles.OpenMs(i)},{candles.Open(i)},{candles.Close(i)}")));
            var figures = Run(python, file);
            return (figures[0], figures[1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double[] Run(string python, string file)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "vectorbt_peer.py");
        using var process = Process.Start(new ProcessStartInfo(python, [script, file]) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"{python} cannot be started.");
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. answer.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(each => double.Parse(each, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"vectorbt ended with {process.ExitCode}.");
    }
}
