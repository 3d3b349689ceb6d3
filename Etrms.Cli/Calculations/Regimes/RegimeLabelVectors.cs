using System.Globalization;
using System.Text.RegularExpressions;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>
/// Files of bars with labelled regimes. The detector by thresholds must reach the accuracy of the file's own thresholds less what the file allows;
/// none of its parameters comes from these labels. Bars at which it knows nothing count as wrong.
/// </summary>
internal sealed partial class RegimeLabelVectors : IVectorFamily
{
    /// <summary>What the files allow: "accuracy >= its reference - 0.05".</summary>
    private const double Allowed = 0.05;

    /// <summary>Bars by which a turn may be told late.</summary>
    private const int Lag = 30;

    public string Name => "labelled regimes";

    public bool Takes(VectorFile file) => file.Has("expected", "regime") && file.Has("expected", "reference") && file.Has("input", "close");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var readings = RegimeRun.Over(BarArrays.Of(file.Input), new RegimeRules());
        var labels = file.Expected.Words("regime");
        var reference = file.Expected.GetProperty("reference").EnumerateObject().First(member => member.Name.StartsWith("thresholds", StringComparison.Ordinal));
        var bar = reference.Value.Number("accuracy") - Allowed;
        var (first, last) = Judged(file, labels.Length);
        var judged = Enumerable.Range(first, Math.Max(0, last - first + 1)).ToList();
        var accuracy = (double)judged.Count(i => Word(readings[i]) == labels[i]) / judged.Count;
        findings.Reached("accuracy", accuracy, bar);
        foreach (var label in judged.Select(i => labels[i]).Distinct().Order(StringComparer.Ordinal))
        {
            findings.Figure(Quality(label, judged, readings, labels));
        }

        Turns("breakout", RegimeTurn.Breakout, file, readings, findings);
        Turns("reversal", RegimeTurn.Reversal, file, readings, findings);
    }

    /// <summary>"bars 100..3999".</summary>
    private static (int First, int Last) Judged(VectorFile file, int count) =>
        file.Has("parameters", "evaluate") && Span().Match(file.Parameters.Text("evaluate")) is { Success: true } span
            ? (Number(span.Groups["first"]), Math.Min(Number(span.Groups["last"]), count - 1))
            : (0, count - 1);

    private static void Turns(string name, RegimeTurn turn, VectorFile file, RegimeReading?[] readings, VectorFindings findings)
    {
        if (file.Has("expected", $"{name}Bars"))
        {
            var bars = file.Expected.WholesFrom($"{name}Bars", 0);
            var found = bars.Count(bar => readings.Skip(bar).Take(Lag).Any(reading => reading?.Turn == turn));
            findings.Figure(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {found} of {bars.Length} told within {Lag} bars, {readings.Count(reading => reading?.Turn == turn)} told in all"));
        }
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static string Quality(string label, List<int> judged, RegimeReading?[] readings, string[] labels)
    {
        var right = judged.Count(i => labels[i] == label && Word(readings[i]) == label);
        var (told, wanted) = (judged.Count(i => Word(readings[i]) == label), judged.Count(i => labels[i] == label));
        return string.Create(
            CultureInfo.InvariantCulture, $"{label}: precision {(told == 0 ? 0 : (double)right / told):0.000}, recall {(wanted == 0 ? 0 : (double)right / wanted):0.000}");
    }

    private static string? Word(RegimeReading? reading) => reading?.Regime switch
    {
        MarketRegime.Trending => "trend",
        MarketRegime.Ranging => "range",
        MarketRegime.Volatile => "volatile",
        null => null,
    };

    [GeneratedRegex(@"bars (?<first>\d+)\.\.(?<last>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Span();
}
