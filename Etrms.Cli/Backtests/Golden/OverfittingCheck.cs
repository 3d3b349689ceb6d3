using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>Worked examples of the papers on selection under many trials, and matrices with their probability of overfitting.</summary>
internal sealed class OverfittingCheck : IGoldenCheck
{
    public bool Takes(GoldenFile file) => file.Has("worked_examples") || file.Has("pbo");

    public void Run(GoldenFile file, Findings findings)
    {
        foreach (var example in Members(file, "worked_examples"))
        {
            var function = example.GetProperty("fn").GetString()!;
            var made = Compute(function, example.GetProperty("inputs"));
            findings.Number(function, example.GetProperty("computed"), made);
            if (example.GetProperty("published") is { ValueKind: JsonValueKind.Number } published && made is { } figure)
            {
                findings.Number($"{function} as printed", published.GetDouble(), Round(figure, published.GetDouble(), example));
            }
        }

        foreach (var matrix in Members(file, "pbo"))
        {
            CompareMatrix(file, matrix, findings);
        }
    }

    private static JsonElement.ArrayEnumerator Members(GoldenFile file, string name) =>
        file.Root.TryGetProperty(name, out var members) ? members.EnumerateArray() : default;

    /// <summary>Papers print rounded figures, and round their inputs too: the last printed place may be off by one.</summary>
    private static double Round(double figure, double published, JsonElement example) =>
        Math.Abs(figure - published) <= 1.5 * Math.Pow(10, -example.GetProperty("decimals").GetInt32()) ? published : figure;

    private static double? Compute(string function, JsonElement inputs)
    {
        double Input(string name) => inputs.GetProperty(name).GetDouble();
        Moments Shape() => new(inputs.TryGetProperty("n", out var n) ? n.GetInt32() : 0, 0, 1, Input("skew"), Input("kurtosis"));
        return function switch
        {
            "psr" => SharpeSignificance.Probability(Input("sr"), Input("benchmark"), Shape()),
            "psr_2025_null_variance" => SharpeSignificance.ProbabilityAtNull(Input("sr"), Input("benchmark"), Shape()),
            "sharpe_stdev" => SharpeSignificance.Deviation(Input("sr"), Shape()),
            "min_track_record_length" => SharpeSignificance.MinTrackRecordLength(Input("sr"), Input("benchmark"), Shape(), Input("prob")),
            "deflated_sharpe_ratio" => SharpeSignificance.Deflated(
                Input("sr_per_period"), Shape(), (int)Input("trials"), Input("variance_of_annual_trial_sharpes") / Input("periods_per_year")),
            "expected_max_of_n_standard_normals" => SharpeSignificance.ExpectedMaximumOfNormals((int)Input("n")),
            _ => throw new CommandFailedException($"A function {function} is not known."),
        };
    }

    private static void CompareMatrix(GoldenFile file, JsonElement terms, Findings findings)
    {
        var matrix = terms.GetProperty("matrix").GetString()!;
        var name = $"{matrix} in {terms.GetProperty("S")} blocks:";
        var series = Read(Path.Combine(Path.GetDirectoryName(file.Path)!, matrix));
        var made = CrossValidation.Estimate(series, terms.GetProperty("S").GetInt32());
        var expected = terms.GetProperty("expected");
        findings.Same($"{name} strategies", terms.GetProperty("strategies").GetInt32(), series.Count);
        findings.Same($"{name} combinations", expected.GetProperty("combinations").GetInt32(), made.Logits.Length);
        findings.Number($"{name} probability", expected.GetProperty("pbo"), made.Probability);
        findings.Number($"{name} mean logit", expected.GetProperty("mean_logit"), made.Logits.Average());
        findings.Number($"{name} probability of loss", expected.GetProperty("prob_oos_loss"), made.LossProbability);
        findings.Number($"{name} slope", expected.GetProperty("degradation_slope"), made.Slope);
        findings.Number($"{name} intercept", expected.GetProperty("degradation_intercept"), made.Intercept);
        foreach (var (logit, index) in expected.GetProperty("first_logits").EnumerateArray().Select((logit, index) => (logit, index)))
        {
            findings.Number($"{name} logit {index}", logit, made.Logits[index]);
        }
    }

    /// <summary>A column per strategy under a header, a row per period.</summary>
    private static List<double[]> Read(string path)
    {
        var rows = TextLines.Of(path).Skip(1)
            .Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray()).ToList();
        return [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Select(row => row[column]).ToArray())];
    }
}
