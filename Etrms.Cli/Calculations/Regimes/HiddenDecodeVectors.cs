using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>Files of hidden Markov models with given parameters, by densities of frames or by normal states.</summary>
internal sealed partial class HiddenDecodeVectors : IVectorFamily
{
    public string Name => "hidden Markov models with given parameters";

    public bool Takes(VectorFile file) => Models(file).Any();

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance);
        var published = new Tolerance(0, file.Tolerance.Has("published") ? file.Tolerance.Number("published") : 0);
        foreach (var (name, model, expected) in Models(file))
        {
            var chain = HiddenRun.Chain(model.Numbers("startprob"), model.Rows("transmat"));
            var densities = LogDensities(model);
            var (hidden, path) = (HiddenStates.Of(chain, densities), LikeliestPath.Of(chain, densities));
            Compare(name, expected, hidden, path, (findings, tolerance));
            if (expected.Has("published"))
            {
                Compare($"{name}.published", expected.GetProperty("published"), hidden, path, (findings, published));
            }
        }
    }

    /// <summary>Several models, each under a name of its own, or the input is one.</summary>
    private static IEnumerable<(string Name, JsonElement Model, JsonElement Expected)> Models(VectorFile file) =>
        !file.Has("input") || !file.Has("expected") || file.Input.ValueKind != JsonValueKind.Object ? []
        : file.Input.Has("transmat") ? [("model", file.Input, file.Expected)]
        : file.Input.EnumerateObject().Where(member => member.Value.Has("transmat") && file.Has("expected", member.Name))
            .Select(member => (member.Name, member.Value, file.Expected.GetProperty(member.Name)));

    private static void Compare(
        string key, JsonElement expected, HiddenStates hidden, LikeliestPath path, (VectorFindings Findings, Tolerance Tolerance) by)
    {
        foreach (var member in expected.EnumerateObject().Where(member => member.Name != "published"))
        {
            var place = $"{key}.{member.Name}";
            switch (member.Name)
            {
                case "logLikelihood":
                    by.Findings.Value(place, member.Value, hidden.LogLikelihood, by.Tolerance);
                    break;
                case "viterbiLogProb":
                    by.Findings.Value(place, member.Value, path.LogProbability, by.Tolerance);
                    break;
                case "posteriors":
                    ByState(place, member.Value, hidden, by);
                    break;
                case var name when OfState().Match(name) is { Success: true } match:
                    var column = int.Parse(match.Groups["state"].ValueSpan, CultureInfo.InvariantCulture) - 1;
                    var rows = match.Groups["what"].Value == "smoothed" ? hidden.Smoothed : hidden.Filtered;
                    by.Findings.Series(place, member.Value, rows.Select(row => row[column]).ToArray(), by.Tolerance);
                    break;
                case var name when name.StartsWith("viterbi", StringComparison.Ordinal):
                    by.Findings.Series(place, member.Value, path.States.Select(state => (double)state).ToArray(), by.Tolerance);
                    break;
                default:
                    by.Findings.Missing(place, member.Value);
                    break;
            }
        }
    }

    private static void ByState(string key, JsonElement expected, HiddenStates hidden, (VectorFindings Findings, Tolerance Tolerance) by)
    {
        by.Findings.Same($"{key}.count", expected.GetArrayLength(), hidden.Smoothed.Length);
        for (var t = 0; t < Math.Min(expected.GetArrayLength(), hidden.Smoothed.Length); t++)
        {
            by.Findings.Series(key, expected[t], hidden.Smoothed[t].AsSpan(), by.Tolerance);
        }
    }

    [GeneratedRegex("^(?<what>smoothed|filtered)State(?<state>[1-9])$", RegexOptions.ExplicitCapture)]
    private static partial Regex OfState();

    private static double[][] LogDensities(JsonElement model)
    {
        if (model.Has("frameprob"))
        {
            return [.. model.Rows("frameprob").Select(row => row.Select(density => Math.Log(density)).ToArray())];
        }

        var states = model.Numbers("mean").Zip(model.Numbers("sd"), (mean, deviation) => new GaussianState(mean, deviation)).ToArray();
        return [.. model.Numbers("y").Select(value => states.Select(state => state.LogDensity(value)).ToArray())];
    }
}
