using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>What trades in one regime.</summary>
public sealed record StrategySet
{
    /// <summary>Another strategy of the catalogue; null is the one of the request.</summary>
    public string? Strategy { get; init; }

    /// <summary>What is not named has the value of the base or, of another strategy, its default.</summary>
    public ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; } = ImmutableSortedDictionary<string, ParameterValue>.Empty;

    /// <summary>Share of its size at which an entry passes; 0 stands aside. It can only lower.</summary>
    public decimal Size { get; init; } = 1;
}

/// <summary>Sets of parameters by regime, and shares of size by the state of the market, beside the base of a request.</summary>
public sealed record StrategySets
{
    public static StrategySets None { get; } = new();

    /// <summary>A regime without one trades with the base; a turn without one with that of the movement.</summary>
    public ImmutableSortedDictionary<SetRegime, StrategySet> Regimes { get; init; } = ImmutableSortedDictionary<SetRegime, StrategySet>.Empty;

    /// <summary>Shares of size; a state that is not named has 1.</summary>
    public ImmutableSortedDictionary<VolatilityRegime, decimal> VolatilitySizes { get; init; } = ImmutableSortedDictionary<VolatilityRegime, decimal>.Empty;

    /// <summary>Shares of size; a state that is not named has 1.</summary>
    public ImmutableSortedDictionary<LiquidityRegime, decimal> LiquiditySizes { get; init; } = ImmutableSortedDictionary<LiquidityRegime, decimal>.Empty;

    /// <summary>True when the base trades alone.</summary>
    public bool IsEmpty => Regimes.IsEmpty && VolatilitySizes.IsEmpty && LiquiditySizes.IsEmpty;

    /// <summary>"trending.fast" as the regime and the parameter of its set; null when a name means something else.</summary>
    public static (SetRegime Regime, string Parameter)? Split(string name) =>
        name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && TryParse(name[..dot], out var regime) ? (regime, name[(dot + 1)..]) : null;

    /// <summary>A regime by its name, in any case; never by a number.</summary>
    public static bool TryParse(string name, out SetRegime regime) =>
        Enum.TryParse(name, ignoreCase: true, out regime) && name.All(char.IsLetter);

    /// <summary>A regime as requests and results spell it.</summary>
    public static string NameOf(SetRegime? regime) => regime is { } known ? known.ToString().ToLowerInvariant() : "unknown";
}
