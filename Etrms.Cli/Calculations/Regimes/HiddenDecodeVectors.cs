using System.Text.Json;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>Files of hidden Markov models with given parameters, by densities of frames or by normal states.</summary>
internal sealed class HiddenDecodeVectors : IVectorFamily
{
    public string Name => "hidden Markov models with given parameters";

    public bool Takes(VectorFile file) =>
        file.Has("input") && file.Input.ValueKind == JsonValueKind.Object && file.Input.EnumerateObject().Any(member => member.Value.Has("transmat"));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance);
        var published = new Tolerance(0, file.Tolerance.Has("published") ? file.Tolerance.Number("published") : 0);
        foreach (var model in file.Input.EnumerateObject().Where(member => file.Has("expected", member.Name)))
        {
            var chain = HiddenRun.Chain(model.Value.Numbers("startprob"), model.Value.Rows("transmat"));
            var densities = LogDensities(model.Value);
            var (hidden, path) = (HiddenStates.Of(chain, densities), LikeliestPath.Of(chain, densities));
            var expected = file.Expected.GetProperty(model.Name);
            Compare(model.Name, expected, hidden, path, (findings, tolerance));
            if (expected.Has("published"))
            {
                Compare($"{model.Name}.published", expected.GetProperty("published"), hidden, path, (findings, published));
            }
        }
    }

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
                case "smoothedState1":
                    by.Findings.Series(place, member.Value, hidden.Smoothed.Select(row => row[0]).ToArray(), by.Tolerance);
                    break;
                case "filteredState1":
                    by.Findings.Series(place, member.Value, hidden.Filtered.Select(row => row[0]).ToArray(), by.Tolerance);
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
