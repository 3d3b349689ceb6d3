using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>Why a strategy cannot be made.</summary>
/// <param name="Field">"strategy", or "parameters.NAME".</param>
/// <param name="Message">One sentence for a person.</param>
public readonly record struct ParameterFault(string Field, string Message)
{
    /// <summary>A fault of a parameter.</summary>
    public static ParameterFault Of(string parameter, string message) => new($"parameters.{parameter}", message);
}

/// <summary>
/// Describes a kind of strategy and makes instances of it. Own strategies bring one along in their assembly: a public class with a constructor
/// without parameters.
/// </summary>
public abstract class StrategyDefinition
{
    /// <summary>Key in requests, in snake_case; no two definitions share one.</summary>
    public abstract string Name { get; }

    /// <summary>A few words for lists.</summary>
    public abstract string Title { get; }

    /// <summary>One or two sentences: when it buys, when it sells.</summary>
    public abstract string Meaning { get; }

    public abstract ImmutableArray<StrategyParameter> Parameters { get; }

    /// <summary>Closed candles that it needs before it can decide for the first time.</summary>
    public abstract int WarmUpBars(StrategyArguments arguments);

    /// <summary>One instance, for one contract and one run.</summary>
    public abstract IStrategy Create(StrategyArguments arguments);

    /// <summary>What is wrong between parameters that are sound one by one.</summary>
    public virtual IEnumerable<ParameterFault> Check(StrategyArguments arguments) => [];

    /// <summary>Empty when a strategy can be made of these parameters.</summary>
    public ImmutableArray<ParameterFault> Validate(IReadOnlyDictionary<string, ParameterValue> parameters)
    {
        var faults = ImmutableArray.CreateBuilder<ParameterFault>();
        foreach (var (name, value) in parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var parameter = Parameters.FirstOrDefault(each => each.Name == name);
            var message = parameter is null
                ? $"{Name} has no parameter \"{name}\". It has {string.Join(", ", Parameters.Select(each => each.Name))}."
                : parameter.FaultOf(value);
            if (message is not null)
            {
                faults.Add(ParameterFault.Of(name, message));
            }
        }

        // Parameters are compared with one another only when each holds by itself.
        return faults.Count > 0 ? faults.ToImmutable() : [.. Check(Arguments(parameters))];
    }

    /// <summary>Parameters that are sound, completed by the defaults.</summary>
    public StrategyArguments Arguments(IReadOnlyDictionary<string, ParameterValue> parameters) => new(this, parameters);
}
