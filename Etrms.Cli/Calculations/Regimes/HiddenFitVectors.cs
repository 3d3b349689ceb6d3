using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>
/// Files of fitted hidden Markov models, per number of states or for one. A higher likelihood than the file's is right, and its parameters are then
/// of another optimum and not compared.
/// </summary>
internal sealed class HiddenFitVectors : IVectorFamily
{
    /// <summary>Log-likelihood by which an optimum counts as the same, and by which it may lie below, where the file says nothing else.</summary>
    private const double SameOptimum = 0.01;

    private const double MayMiss = 0.5;
    private const double EqualStates = 0.98;

    public string Name => "fitted hidden Markov models";

    public bool Takes(VectorFile file) =>
        file.Has("input", "y") && file.Has("expected") && Models(file).Any(model => model.Expected.Has("transmat") && model.Expected.Has("logLikelihood"));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var values = file.Input.Numbers("y");
        foreach (var (states, expected) in Models(file))
        {
            if (GaussianRegimeFit.Of(values, states) is { } fit)
            {
                Compare($"{states}", expected, fit, values, (file, findings));
            }
            else
            {
                findings.Missing($"{states}", expected);
            }
        }
    }

    /// <summary>Either an object per number of states, or one model whose number stands among the parameters.</summary>
    private static IEnumerable<(int States, JsonElement Expected)> Models(VectorFile file) =>
        file.Has("parameters", "K") ? [(file.Parameters.Whole("K"), file.Expected)]
        : file.Expected.ValueKind != JsonValueKind.Object ? []
        : file.Expected.EnumerateObject()
            .Where(member => int.TryParse(member.Name, CultureInfo.InvariantCulture, out _))
            .Select(member => (int.Parse(member.Name, CultureInfo.InvariantCulture), member.Value));

    private static void Compare(string key, JsonElement expected, GaussianRegimeFit fit, double[] values, (VectorFile File, VectorFindings Findings) run)
    {
        var wanted = expected.Number("logLikelihood");
        var stated = run.File.Tolerance.GetProperty("logLikelihood");
        var (same, miss) = stated.ValueKind == JsonValueKind.Number ? (stated.GetDouble(), stated.GetDouble()) : (SameOptimum, MayMiss);
        run.Findings.Judged(
            $"{key}.logLikelihood", 1, fit.LogLikelihood >= wanted - miss ? 1 : 0,
            string.Create(CultureInfo.InvariantCulture, $"{key}.logLikelihood is {fit.LogLikelihood}, not at least {wanted - miss}"));
        run.Findings.Same($"{key}.numberOfParameters", expected.Whole("numberOfParameters"), fit.Regimes.Parameters);
        if (Math.Abs(fit.LogLikelihood - wanted) <= same)
        {
            var tolerance = new Tolerance(run.File.Tolerance.Has("mean,sd") ? RelativeOf(run.File.Tolerance.Text("mean,sd")) : RelativeOf(run.File.Tolerance.Text("mean/sd")));
            run.Findings.Series($"{key}.mean", expected.GetProperty("mean"), fit.Regimes.States.Select(state => state.Mean).ToArray(), tolerance);
            run.Findings.Series($"{key}.sd", expected.GetProperty("sd"), fit.Regimes.States.Select(state => state.Deviation).ToArray(), tolerance);
            Viterbi($"{key}.viterbi", expected, fit.Regimes.Path(values), run.Findings);
        }
    }

    private static void Viterbi(string key, JsonElement expected, LikeliestPath path, VectorFindings findings)
    {
        if (expected.Has("viterbi"))
        {
            var equal = expected.Numbers("viterbi").Zip(path.States, (wanted, state) => (int)wanted == state).Count(isSame => isSame);
            var share = (double)equal / path.States.Length;
            findings.Judged(key, 1, share >= EqualStates ? 1 : 0, string.Create(CultureInfo.InvariantCulture, $"{key}: {share:0.000} of the states are equal, not {EqualStates}"));
        }
    }

    /// <summary>Of text such as "rel 2e-2 at the same optimum".</summary>
    internal static double RelativeOf(string text) =>
        text.Split(' ').Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0).First(number => number > 0);
}
