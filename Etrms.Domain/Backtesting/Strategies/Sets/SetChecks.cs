using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>Why sets cannot trade beside a base, each reason with its field below the strategy's.</summary>
public static class SetChecks
{
    /// <param name="sets">What is asked.</param>
    /// <param name="strategies">What may be named.</param>
    /// <param name="strategy">The base.</param>
    /// <param name="parameters">Of the base; sound by themselves.</param>
    public static ImmutableArray<ParameterFault> Of(
        StrategySets sets, StrategyCatalog strategies, string strategy, ImmutableSortedDictionary<string, ParameterValue> parameters) =>
    [
        .. sets.Regimes.SelectMany(pair => Of($"regimes.{StrategySets.NameOf(pair.Key)}", pair.Value, strategies, strategy, parameters)),
        .. sets.VolatilitySizes.SelectMany(pair => Size($"size.volatility.{Word(pair.Key)}", pair.Value)),
        .. sets.LiquiditySizes.SelectMany(pair => Size($"size.liquidity.{Word(pair.Key)}", pair.Value)),
    ];

    /// <summary>All parameters of a set: its own and, where it trades the base's strategy, those of the base for the rest.</summary>
    internal static ImmutableSortedDictionary<string, ParameterValue> Whole(
        StrategySet set, StrategyDefinition definition, string strategy, ImmutableSortedDictionary<string, ParameterValue> parameters) =>
        string.Equals(definition.Name, strategy, StringComparison.OrdinalIgnoreCase) ? parameters.SetItems(set.Parameters) : set.Parameters;

    private static IEnumerable<ParameterFault> Of(
        string field, StrategySet set, StrategyCatalog strategies, string strategy, ImmutableSortedDictionary<string, ParameterValue> parameters)
    {
        foreach (var fault in Size($"{field}.size", set.Size))
        {
            yield return fault;
        }

        var name = set.Strategy ?? strategy;
        if (strategies.Find(name) is not { } definition)
        {
            // That the base does not exist is said once, for the base.
            if (set.Strategy is not null)
            {
                yield return new ParameterFault($"{field}.strategy", strategies.Validate(name, set.Parameters)[0].Message);
            }

            yield break;
        }

        foreach (var fault in definition.Validate(Whole(set, definition, strategy, parameters)))
        {
            yield return new ParameterFault($"{field}.{fault.Field}", fault.Message);
        }
    }

    private static IEnumerable<ParameterFault> Size(string field, decimal size) => size is >= 0 and <= 1
        ? []
        : [new ParameterFault(field, $"Must be a share from 0 to 1 of the size that is ordered otherwise: sets may only lower it (write 50 % as 0.5). It is {(ParameterValue)size}.")];

    private static string Word<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();
}
