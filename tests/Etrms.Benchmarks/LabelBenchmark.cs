using System.Text.Json;
using Etrms.Cli.Calculations;
using Etrms.Cli.Calculations.Liquidity;
using Etrms.Cli.Calculations.Regimes;
using Etrms.Cli.Calculations.Setups;

namespace Etrms.Benchmarks;

/// <summary>
/// How well regimes, chart patterns and order flow are told on labelled sets: precision and recall against the bars that the files state. No
/// parameter comes from these sets.
/// </summary>
internal sealed class LabelBenchmark : IBenchmark
{
    private static readonly IVectorFamily[] Families = [new RegimeLabelVectors(), new ChartPatternVectors(), new LargeOrderVectors()];

    public string Name => "labels";

    public string Description => "precision and recall on labelled regimes, chart patterns and order flow (a folder of vector files, or ETRMS_REFERENCE)";

    public async Task<int> RunAsync(string[] arguments)
    {
        var folder = arguments is [var given] ? given
            : Environment.GetEnvironmentVariable("ETRMS_REFERENCE") is { Length: > 0 } reference ? Path.Combine(reference, "vectors", "quant") : null;
        if (folder is null || !Directory.Exists(folder))
        {
            Console.WriteLine("Give the folder of the labelled files, or set ETRMS_REFERENCE.");
            return 2;
        }

        var (seen, missed) = (0, 0);
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path));
            var file = new VectorFile(path, document.RootElement);
            if (Array.Find(Families, family => family.Takes(file)) is not { } taker)
            {
                continue;
            }

            var findings = new VectorFindings();
            taker.Compare(file, findings);
            var passes = findings.Matched == findings.Compared;
            (seen, missed) = (seen + 1, passes ? missed : missed + 1);
            Console.WriteLine($"{(passes ? "PASS" : "FAIL")}  {file.Name}: {taker.Name}");
            foreach (var line in findings.Figures)
            {
                Console.WriteLine($"      {line}");
            }
        }

        Console.WriteLine($"{seen} labelled sets, {missed} below a bar");
        return seen > 0 && missed == 0 ? 0 : 1;
    }
}
