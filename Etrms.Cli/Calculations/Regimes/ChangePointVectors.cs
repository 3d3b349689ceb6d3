using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Analysis.Regimes.ChangePoints;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>
/// Files of change points. A name begins with that of its series ("gbm29_PELT", "nile_supF"); a variance is meant where the series is named for it.
/// </summary>
internal sealed partial class ChangePointVectors : IVectorFamily
{
    private const int MostSplits = 10;

    public string Name => "change points";

    public bool Takes(VectorFile file) =>
        file.Has("expected") && file.Expected.ValueKind == JsonValueKind.Object
        && file.Expected.EnumerateObject().Any(member => member.Name.Contains("_PELT", StringComparison.Ordinal));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = new Tolerance(file.Tolerance.Has("statistics") ? HiddenFitVectors.RelativeOf(file.Tolerance.Text("statistics")) : 0);
        foreach (var expected in file.Expected.EnumerateObject())
        {
            var (series, what) = (expected.Name.Split('_')[0], expected.Name[(expected.Name.IndexOf('_', StringComparison.Ordinal) + 1)..]);
            var input = file.Input.EnumerateObject().FirstOrDefault(member => member.Name.Split('(')[0] == series);
            if (input.Value.ValueKind != JsonValueKind.Array)
            {
                findings.Missing(expected.Name, expected.Value);
                continue;
            }

            var values = file.Input.Numbers(input.Name);
            Compare(expected, what, values, CostOf(series, values), (findings, tolerance));
        }
    }

    /// <summary>By the name of the series: "simMeanVar", "simVar", or a mean.</summary>
    private static SegmentCost CostOf(string series, double[] values) =>
        series.Contains("meanvar", StringComparison.OrdinalIgnoreCase) ? new MeanVarianceCost(values)
        : series.Contains("var", StringComparison.OrdinalIgnoreCase) ? new VarianceCost(values)
        : new MeanCost(values);

    /// <summary>"2ln n" or "penalty 12.5" in a name; the usual one where it says nothing.</summary>
    private static double PenaltyOf(string what, int count) =>
        LogPenalty().Match(what) is { Success: true } log ? double.Parse(log.Groups[1].Value, CultureInfo.InvariantCulture) * Math.Log(count)
        : PlainPenalty().Match(what) is { Success: true } plain ? double.Parse(plain.Groups[1].Value, CultureInfo.InvariantCulture)
        : ChangePointSearch.UsualPenalty(count);

    private static void Compare(JsonProperty expected, string what, double[] values, SegmentCost cost, (VectorFindings Findings, Tolerance Tolerance) by)
    {
        var penalty = PenaltyOf(what, values.Length);
        switch (what.Split('(')[0])
        {
            case "PELT":
                Points(expected, ChangePointSearch.Pelt(cost, penalty), by.Findings);
                break;
            case "standardised_PELT":
                Points(expected, ChangePointSearch.Pelt(new MeanCost(ChangePointRun.Scaled(values, NoiseScale.Of(values))), penalty), by.Findings);
                break;
            case "binarySegmentation":
                var most = MostPattern().Match(what);
                Points(
                    expected,
                    ChangePointSearch.BinarySegmentation(cost, penalty, most.Success ? int.Parse(most.Groups[1].Value, CultureInfo.InvariantCulture) : MostSplits),
                    by.Findings);
                break;
            case "AMOC":
                Points(expected, ChangePointSearch.Single(cost, penalty) is { } change ? [change] : [], by.Findings);
                break;
            case "OLSCUSUM":
                Cusum(expected, CusumTest.Of(values), by);
                break;
            case "supF":
                SupF(expected, values, by);
                break;
            default:
                Breaks(expected, what, values, by);
                break;
        }
    }

    private static void Breaks(JsonProperty expected, string what, double[] values, (VectorFindings Findings, Tolerance Tolerance) by)
    {
        var partitions = LeastSquaresBreaks.Of(values);
        if (what.StartsWith("RSS", StringComparison.Ordinal))
        {
            by.Findings.Series(expected.Name, expected.Value, partitions.Select(partition => partition.ResidualSum).ToArray(), by.Tolerance);
        }
        else if (what.StartsWith("BIC", StringComparison.Ordinal))
        {
            by.Findings.Series(expected.Name, expected.Value, partitions.Select(partition => partition.Bic).ToArray(), by.Tolerance);
        }
        else if (partitions.Length > 1 && what == "leastSquares_singleBreak")
        {
            Points(expected, partitions[1].Breaks, by.Findings);
        }
        else if (partitions.Length > 1 && what == "breakCI95" && BreakInterval.Of(values, partitions[1].Breaks) is { IsEmpty: false } intervals)
        {
            Points(expected, [intervals[0].Low, intervals[0].Break, intervals[0].High], by.Findings);
        }
        else
        {
            by.Findings.Missing(expected.Name, expected.Value);
        }
    }

    private static void Cusum(JsonProperty expected, CusumTest? test, (VectorFindings Findings, Tolerance Tolerance) by)
    {
        by.Findings.Value($"{expected.Name}.stat", expected.Value.GetProperty("stat"), test?.Statistic, by.Tolerance);
        by.Findings.Value($"{expected.Name}.p", expected.Value.GetProperty("p"), test?.PValue, by.Tolerance);

        // The process ends at 0, up to the rounding of its sums, of which no share can be asked.
        var near = by.Tolerance with { Absolute = 1e-9 };
        by.Findings.Series($"{expected.Name}.process", expected.Value.GetProperty("process"), (test?.Process ?? []).AsSpan(), near);
    }

    private static void SupF(JsonProperty expected, double[] values, (VectorFindings Findings, Tolerance Tolerance) by)
    {
        var test = SupFTest.Of(values, expected.Value.Number("trimming", 0.15));
        by.Findings.Value($"{expected.Name}.stat", expected.Value.GetProperty("stat"), test?.Statistic, by.Tolerance);
        by.Findings.Same($"{expected.Name}.breakpoint", expected.Value.Whole("breakpoint"), test?.Break ?? 0);
    }

    /// <summary>A number or several, which must be exactly the same.</summary>
    private static void Points(JsonProperty expected, ImmutableArray<int> made, VectorFindings findings)
    {
        var wanted = expected.Value.ValueKind == JsonValueKind.Array ? expected.Value.EnumerateArray().Select(point => point.GetInt32()) : [expected.Value.GetInt32()];
        findings.Same(expected.Name, string.Join(' ', wanted), string.Join(' ', made));
    }

    [GeneratedRegex("([0-9.]+) ?ln n")]
    private static partial Regex LogPenalty();

    [GeneratedRegex("penalty ([0-9.]+)")]
    private static partial Regex PlainPenalty();

    [GeneratedRegex("Q=([0-9]+)")]
    private static partial Regex MostPattern();
}
