using System.Text.Json;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Assistant.Setups.Candlesticks;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>
/// Files of candlestick signals: per pattern the first bar that can be decided and every signal that is not 0. A small share of all signals may
/// differ where floating point decides a tie, and a signal of 80, which only some versions of TA-Lib tell, may be there or not.
/// </summary>
internal sealed class CandlestickVectors : IVectorFamily
{
    private const double MayDiffer = 0.005;
    private const string Hits = "hits";

    public string Name => "candlestick patterns";

    public bool Takes(VectorFile file) =>
        file.Has("input", "open") && file.Has("expected") && file.Expected.ValueKind == JsonValueKind.Object
        && file.Expected.EnumerateObject().Any(pattern => pattern.Name.StartsWith("CDL", StringComparison.Ordinal) && pattern.Value.Has(Hits));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var bars = BarArrays.Of(file.Input);
        var (signals, differing, first) = (0, 0, "");
        foreach (var expected in file.Expected.EnumerateObject())
        {
            if (CandlestickCatalog.All.FirstOrDefault(known => known.Code == expected.Name) is not { } pattern)
            {
                findings.Missing(expected.Name, expected.Value);
                continue;
            }

            findings.Same($"{pattern.Code}.begIdx", expected.Value.Whole("begIdx"), pattern.First);
            var made = Signals(pattern, PenetrationOf(file, pattern), bars.Spans);
            var wanted = expected.Value.GetProperty(Hits).EnumerateArray().Where(hit => !IsOptional(hit[1].GetInt32())).ToDictionary(hit => hit[0].GetInt32(), hit => hit[1].GetInt32());
            var others = wanted.Where(hit => made.GetValueOrDefault(hit.Key) != hit.Value).Select(hit => hit.Key)
                .Concat(made.Where(hit => !IsOptional(hit.Value) && !wanted.ContainsKey(hit.Key)).Select(hit => hit.Key)).ToList();
            signals += wanted.Count;
            differing += others.Count;
            first = first.Length == 0 && others.Count > 0
                ? $"{pattern.Code}[{others[0]}] is {made.GetValueOrDefault(others[0])}, not {wanted.GetValueOrDefault(others[0])}"
                : first;
        }

        var isWithin = differing <= MayDiffer * signals;
        findings.Judged("signals", signals, isWithin ? signals : Math.Max(signals - differing, 0), $"{first}: {differing} of {signals} signals differ");
    }

    /// <summary>Every signal that is not 0, by its bar.</summary>
    private static Dictionary<int, int> Signals(CandlePattern pattern, double? penetration, BarSpans bars)
    {
        var values = new double[bars.Count];
        IndicatorRun.Over(new CandlestickScan([pattern], penetration), bars, values);
        return Enumerable.Range(0, values.Length).Where(i => Math.Abs(values[i]) > 0).ToDictionary(i => i, i => (int)values[i]);
    }

    private static double? PenetrationOf(VectorFile file, CandlePattern pattern) =>
        file.Has("parameters", "penetration", pattern.Code) ? file.Parameters.GetProperty("penetration").Number(pattern.Code) : null;

    private static bool IsOptional(int signal) => Math.Abs(signal) == 80;
}
