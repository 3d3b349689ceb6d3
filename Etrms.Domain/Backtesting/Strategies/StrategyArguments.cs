using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>The parameters that a strategy is made with: those given and, for the rest, the defaults.</summary>
public sealed class StrategyArguments
{
    private readonly ImmutableSortedDictionary<string, ParameterValue> _values;

    internal StrategyArguments(StrategyDefinition definition, IReadOnlyDictionary<string, ParameterValue> given)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var parameter in definition.Parameters)
        {
            if (given.TryGetValue(parameter.Name, out var value) || TryDefault(parameter, out value))
            {
                values[parameter.Name] = value;
            }
        }

        _values = values.ToImmutable();
    }

    /// <summary>Every parameter that has a value, by name.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Values => _values;

    public int Integer(string name) => decimal.ToInt32(Number(name));

    public decimal Number(string name) => _values[name].Number ?? throw new InvalidOperationException($"The parameter {name} is no number.");

    /// <summary>Null when the parameter was left out.</summary>
    public decimal? Optional(string name) => _values.TryGetValue(name, out var value) ? value.Number : null;

    /// <summary>The word of a choice, in the spelling of the definition's list.</summary>
    public string Choice(string name) => _values[name].ToString();

    /// <summary>A choice whose words are the members of an enum in snake_case.</summary>
    public TEnum Choice<TEnum>(string name)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(Choice(name).Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static bool TryDefault(StrategyParameter parameter, out ParameterValue value)
    {
        value = parameter.Default.GetValueOrDefault();
        return parameter.Default is not null;
    }
}
