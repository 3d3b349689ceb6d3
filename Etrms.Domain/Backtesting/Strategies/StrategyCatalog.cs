using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>The strategies that requests may name: ours, and those that were added from assemblies.</summary>
public sealed class StrategyCatalog
{
    private readonly ImmutableSortedDictionary<string, StrategyDefinition> _byName;

    private StrategyCatalog(IEnumerable<StrategyDefinition> definitions)
    {
        All = [.. definitions];
        _byName = All.ToImmutableSortedDictionary(definition => definition.Name, definition => definition, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Those that come with the product.</summary>
    public static StrategyCatalog BuiltIn { get; } = new(
    [
        new MovingAverageCrossDefinition(),
        new DonchianBreakoutDefinition(),
        new RsiReversionDefinition(),
        new BollingerReversionDefinition(),
        new BracketTrendDefinition(),
        new RegimeSwitchDefinition(),
    ]);

    /// <summary>In the order in which lists show them.</summary>
    public ImmutableArray<StrategyDefinition> All { get; }

    /// <summary>A catalogue with more strategies; throws <see cref="ArgumentException"/> when a name is taken.</summary>
    public StrategyCatalog With(IEnumerable<StrategyDefinition> own)
    {
        var added = own.ToImmutableArray();
        var names = new HashSet<string>(All.Select(definition => definition.Name), StringComparer.OrdinalIgnoreCase);
        return added.FirstOrDefault(definition => !names.Add(definition.Name)) is { } doubled
            ? throw new ArgumentException($"There is a strategy \"{doubled.Name}\" already.", nameof(own))
            : new StrategyCatalog(All.Concat(added));
    }

    public StrategyDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Empty when the strategy exists and can be made of the parameters; else why not, by field.</summary>
    public ImmutableArray<ParameterFault> Validate(string name, IReadOnlyDictionary<string, ParameterValue> parameters) =>
        Find(name) is { } definition
            ? definition.Validate(parameters)
            : [new ParameterFault("strategy", $"There is no strategy \"{name}\". Known are {string.Join(", ", All.Select(each => each.Name))}.")];

    /// <summary>Candles that a strategy needs before its first decision. Throws <see cref="ArgumentException"/> when it cannot be made.</summary>
    public int WarmUpBars(string name, IReadOnlyDictionary<string, ParameterValue> parameters) => Sound(name, parameters, out var arguments).WarmUpBars(arguments);

    /// <summary>Makes instances for a run, one per contract. Throws <see cref="ArgumentException"/> with the first fault when it cannot.</summary>
    public Func<InstrumentId, IStrategy> Maker(string name, IReadOnlyDictionary<string, ParameterValue> parameters)
    {
        var definition = Sound(name, parameters, out var arguments);
        return _ => definition.Create(arguments);
    }

    private StrategyDefinition Sound(string name, IReadOnlyDictionary<string, ParameterValue> parameters, out StrategyArguments arguments)
    {
        if (Validate(name, parameters) is [var fault, ..])
        {
            throw new ArgumentException($"{fault.Field}: {fault.Message}", nameof(parameters));
        }

        var definition = Find(name)!;
        arguments = definition.Arguments(parameters);
        return definition;
    }
}
