using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>Hidden Markov models and mixtures of given numbers.</summary>
internal static class HiddenRun
{
    private const int MostStates = 10;

    public static JsonObject Fit(JsonElement input)
    {
        var values = input.Numbers("values");
        var fit = GaussianRegimeFit.Of(values, States(input, "states"), Effort(input))
            ?? throw CalculationInput.Bad("\"values\" must vary, and there must be ten of them per state.");
        var (regimes, stationary) = (fit.Regimes, fit.Regimes.Chain.Stationary());
        return new JsonObject
        {
            ["log_likelihood"] = fit.LogLikelihood,
            ["aic"] = fit.Aic,
            ["bic"] = fit.Bic,
            ["has_converged"] = fit.HasConverged,
            ["start"] = CalculationInput.Series(regimes.Chain.Start),
            ["transitions"] = Rows(regimes.Chain.Transitions),
            ["mean"] = CalculationInput.Series(regimes.States.Select(state => state.Mean)),
            ["deviation"] = CalculationInput.Series(regimes.States.Select(state => state.Deviation)),
            ["stationary"] = stationary is { } shares ? CalculationInput.Series(shares) : null,
            ["durations"] = CalculationInput.Series(regimes.Chain.ExpectedDurations),
            ["filtered"] = Rows(regimes.Decode(values).Filtered),
            ["viterbi"] = CalculationInput.Series(regimes.Path(values).States.Select(state => (double)state)),
        };
    }

    public static JsonObject Decode(JsonElement input)
    {
        var regimes = Model(input.Numbers("start"), input.Rows("transitions"), input.Numbers("mean"), input.Numbers("deviation"));
        var values = input.Numbers("values");
        var (hidden, path) = (regimes.Decode(values), regimes.Path(values));
        return new JsonObject
        {
            ["log_likelihood"] = CalculationInput.Node(hidden.LogLikelihood),
            ["filtered"] = Rows(hidden.Filtered),
            ["smoothed"] = Rows(hidden.Smoothed),
            ["viterbi"] = CalculationInput.Series(path.States.Select(state => (double)state)),
            ["viterbi_log_probability"] = CalculationInput.Node(path.LogProbability),
        };
    }

    public static JsonObject Mixture(JsonElement input)
    {
        var mixture = GaussianMixture.Of(input.Rows("rows"), States(input, "components"), Effort(input))
            ?? throw CalculationInput.Bad("Every column of \"rows\" must vary, and there must be five rows per component.");
        return new JsonObject
        {
            ["log_likelihood"] = mixture.LogLikelihood,
            ["aic"] = mixture.Aic,
            ["bic"] = mixture.Bic,
            ["has_converged"] = mixture.HasConverged,
            ["weights"] = CalculationInput.Series(mixture.Components.Select(component => component.Weight)),
            ["means"] = Rows([.. mixture.Components.Select(component => component.Mean)]),
            ["covariances"] = new JsonArray([.. mixture.Components.Select(component => (JsonNode)Rows(component.Covariance))]),
        };
    }

    /// <summary>A chain of given probabilities; what is wrong with them is told.</summary>
    public static MarkovChain Chain(double[] start, double[][] transitions)
    {
        var chain = new MarkovChain([.. start], [.. transitions.Select(row => row.ToImmutableArray())]);
        return chain.Fault is { } fault ? throw CalculationInput.Bad($"Of the chain: {fault}.") : chain;
    }

    public static GaussianRegimes Model(double[] start, double[][] transitions, double[] mean, double[] deviation)
    {
        var chain = Chain(start, transitions);
        return mean.Length == chain.States && deviation.Length == chain.States && Array.TrueForAll(deviation, each => each > 0)
            ? new GaussianRegimes(chain, [.. mean.Zip(deviation, (level, width) => new GaussianState(level, width))])
            : throw CalculationInput.Bad("There must be a mean and a deviation above 0 for each state.");
    }

    private static JsonArray Rows(ImmutableArray<ImmutableArray<double>> rows) =>
        [.. rows.Select(row => (JsonNode)CalculationInput.Series(row))];

    private static int States(JsonElement input, string name) =>
        input.Whole(name, 2) is >= 1 and <= MostStates and var count ? count : throw CalculationInput.Bad($"\"{name}\" must be from 1 to {MostStates}.");

    private static FitEffort Effort(JsonElement input)
    {
        var (starts, seed) = (input.Whole("starts", 48), input.Whole("seed", 1));
        return starts is >= 1 and <= 1000 && seed >= 0
            ? new FitEffort { Starts = starts, Seed = (ulong)seed }
            : throw CalculationInput.Bad("\"starts\" must be from 1 to 1000, \"seed\" not below 0.");
    }
}
