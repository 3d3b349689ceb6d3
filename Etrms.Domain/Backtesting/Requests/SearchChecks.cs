using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>Why a search over parameters cannot be carried out.</summary>
internal static class SearchChecks
{
    public const int MostTrials = 100_000;
    public const string Parent = "parameters.parameters_to_optimize";

    /// <summary>Beyond this the machine is busy for days.</summary>
    private const double MostCandles = 1e12;

    private const int TriedForSoundness = 2_000;

    /// <param name="terms">What is asked.</param>
    /// <param name="strategies">What may be named.</param>
    /// <param name="windows">How often the search is repeated.</param>
    public static IEnumerable<RequestFault> Of(BacktestTerms terms, StrategyCatalog strategies, long windows)
    {
        if (terms.Search is not { Ranges.Length: > 0 } search)
        {
            return [new RequestFault(Parent, "Name at least one parameter with start, end and step, such as {\"fast\": {\"start\": 5, \"end\": 50, \"step\": 5}}.")];
        }

        if (search.Trials < 1 || search.Population < 4 || search.Generations < 1 || search.MinimumTrades < 0)
        {
            return [new RequestFault("optimization", "Needs at least 1 trial, a population of 4, 1 generation, and no negative minimum_trades.")];
        }

        if (search.HeatMap is { } map && new[] { map.X, map.Y }.FirstOrDefault(name => search.Ranges.All(range => range.Name != name)) is { } unknown)
        {
            return [new RequestFault("optimization.heat_map", $"\"{unknown}\" is not among the parameters that are varied.")];
        }

        var ranges = search.Ranges.SelectMany(range => Range(range, terms, strategies)).ToList();
        return ranges.Count > 0 ? ranges : [.. Size(terms, search, windows), .. Soundness(terms, strategies, search)];
    }

    /// <summary>What is wrong with a name that is to be varied, and with the ends between which it is.</summary>
    public static IEnumerable<string> Target(string name, decimal low, decimal high, BacktestTerms terms, StrategyCatalog strategies)
    {
        switch (name)
        {
            case RunSetup.Leverage:
                return low >= 1 && high <= 125 ? [] : ["Must lie between 1 and 125."];
            case RunSetup.RiskPerTrade:
                return low > 0 && high <= 1 ? [] : ["Must be fractions above 0 and at most 1."];
            case RunSetup.Slippage:
                return low >= 0 && high <= 0.1m ? [] : ["Must be fractions between 0 and 0.1."];
        }

        if (RunSetup.BreakerOf(name) is { } index)
        {
            return index >= terms.Breakers.Length
                ? [$"There are {terms.Breakers.Length} circuit_breakers; they are counted from 0."]
                : new[] { low, high }.SelectMany(end => BreakerValidation.Validate(terms.Breakers[index] with { Threshold = end }))
                    .Select(fault => fault.Message).Distinct(StringComparer.Ordinal);
        }

        return StrategySets.Split(name) is var (regime, own) ? SetTarget(regime, own, (low, high), terms, strategies)
            : strategies.Find(terms.Strategy) is { } definition ? StrategyTarget(definition, name, low, high) : [];
    }

    private static IEnumerable<string> SetTarget(
        SetRegime regime, string name, (decimal Low, decimal High) ends, BacktestTerms terms, StrategyCatalog strategies)
    {
        var word = StrategySets.NameOf(regime);
        return !terms.Sets.Regimes.TryGetValue(regime, out var set) ? [$"There is no set of parameters for {word}; give strategy.regimes.{word} first."]
            : strategies.Find(set.Strategy ?? terms.Strategy) is { } definition ? StrategyTarget(definition, name, ends.Low, ends.High) : [];
    }

    private static IEnumerable<string> StrategyTarget(StrategyDefinition definition, string name, decimal low, decimal high)
    {
        if (RunSetup.ParameterOf(definition, name) is not { } parameter)
        {
            var known = string.Join(", ", definition.Parameters.Where(each => each.Kind != ParameterKind.Choice).Select(each => each.Name));
            return [$"{definition.Name} has no parameter \"{name}\". These can be varied: {known}, leverage, risk_per_trade, slippage, circuit_breakers[0].threshold."];
        }

        return parameter.Kind == ParameterKind.Choice
            ? ["Is a choice of words and cannot be varied between numbers."]
            : new[] { low, high }.Select(end => parameter.FaultOf(end)).OfType<string>().Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<RequestFault> Range(ParameterRange range, BacktestTerms terms, StrategyCatalog strategies)
    {
        var field = $"{Parent}.{range.Name}";
        if (range.Values.IsEmpty && range.End < range.Start)
        {
            return [new RequestFault(field, $"start is {RequestChecks.Text(range.Start)} and end {RequestChecks.Text(range.End)}: the range is inverted. Exchange them.")];
        }

        if (range.Count == 0)
        {
            return [new RequestFault(field, $"step must be more than 0; it is {RequestChecks.Text(range.Step)}.")];
        }

        if (range.Count > SearchChecks.MostTrials && terms.Search!.Method == OptimizationMethod.Grid)
        {
            return [new RequestFault(field, $"Has {range.Count:N0} values; take a step of at least {RequestChecks.Text((range.End - range.Start) / 1_000)}.")];
        }

        var (low, high) = range.Values.IsEmpty ? (range.Start, range.Start + ((range.Count - 1) * range.Step)) : (range.Values.Min(), range.Values.Max());
        return Target(range.Name, low, high, terms, strategies).Select(message => new RequestFault(field, message));
    }

    private static IEnumerable<RequestFault> Size(BacktestTerms terms, SearchTerms search, long windows)
    {
        var count = new ParameterGrid(search.Ranges).Count;
        var trials = TrialsOf(search);
        if (trials > MostTrials || count == ParameterGrid.Most)
        {
            yield return new RequestFault(Parent, search.Method == OptimizationMethod.Grid || count == ParameterGrid.Most
                ? $"These are {count:N0} combinations{(count == ParameterGrid.Most ? " or more" : "")}; at most {MostTrials:N0} are tried. Take wider steps or fewer parameters, or the method RANDOM or GENETIC."
                : $"These are {trials:N0} trials; at most {MostTrials:N0} are made.");
        }
        else if ((double)trials * windows * RequestChecks.BarsOf(terms) * terms.Instruments.Length > MostCandles)
        {
            yield return new RequestFault(Parent, $"{trials:N0} trials over {windows:N0} windows are more than 10^12 candle evaluations. Choose fewer trials, a shorter range or a longer timeframe.");
        }
    }

    /// <summary>Runs that a search makes at most.</summary>
    public static long TrialsOf(SearchTerms search)
    {
        var count = new ParameterGrid(search.Ranges).Count;
        return search.Method switch
        {
            OptimizationMethod.Grid => count,
            OptimizationMethod.Random => Math.Min(count, search.Trials),
            OptimizationMethod.Genetic => (long)search.Population * search.Generations,
        };
    }

    /// <summary>A search in which no combination makes a strategy would only fail later.</summary>
    private static IEnumerable<RequestFault> Soundness(BacktestTerms terms, StrategyCatalog strategies, SearchTerms search)
    {
        var grid = new ParameterGrid(search.Ranges);
        if (strategies.Find(terms.Strategy) is null || grid.Count > TriedForSoundness)
        {
            yield break;
        }

        var setup = RunSetup.Of(terms, strategies);
        string? first = null;
        for (var number = 0L; number < grid.Count; number++)
        {
            if (Trial.SetupOf(setup, grid, number).Fault is not { } fault)
            {
                yield break;
            }

            first ??= fault;
        }

        yield return new RequestFault(Parent, $"None of the {grid.Count:N0} combinations makes a strategy; the first fails with: {first}");
    }
}
