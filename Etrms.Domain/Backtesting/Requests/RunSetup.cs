using System.Collections.Immutable;
using System.Globalization;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>One run: how it trades, and with which parameters of the strategy.</summary>
public sealed record RunSetup
{
    public const string Leverage = "leverage";
    public const string RiskPerTrade = "risk_per_trade";
    public const string Slippage = "slippage";

    private const string Percent = "_percent";
    private const string BreakerStart = "circuit_breakers[";
    private const string BreakerEnd = "].threshold";

    private RunSetup(StrategyCatalog strategies, StrategyDefinition definition) => (Strategies, Definition) = (strategies, definition);

    public BacktestSettings Settings { get; init; } = null!;

    public required ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; }

    /// <summary>What trades instead in some regimes.</summary>
    public StrategySets Sets { get; init; } = StrategySets.None;

    public StrategyDefinition Definition { get; }

    /// <summary>Which set trades when; null when the base trades alone.</summary>
    public SetRoster? Roster => Sets.IsEmpty ? null : SetRoster.Of(Sets, Strategies, Definition, Parameters);

    private StrategyCatalog Strategies { get; }

    public static RunSetup Of(BacktestTerms terms, StrategyCatalog strategies) =>
        new(strategies, strategies.Find(terms.Strategy) ?? throw new ArgumentException($"There is no strategy \"{terms.Strategy}\".", nameof(terms)))
        {
            Settings = new BacktestSettings
            {
                InitialCapital = terms.InitialCapital,
                Costs = terms.Costs,
                Leverage = terms.Leverage,
                RiskPerTrade = terms.RiskPerTrade,
                MarginMode = terms.Margin ?? default,
                MissingData = terms.AllowGaps ? MissingMarketData.TakeLast : MissingMarketData.Refuse,
                IgnoresVolume = terms.IgnoresVolume,
                Breakers = terms.Breakers,
                IntrabarOrder = terms.IntrabarOrder,
                WarmUpBars = terms.WarmUpBars,
                ClosesAtEnd = terms.ClosesAtEnd,
            },
            Parameters = terms.StrategyParameters,
            Sets = terms.Sets,
        };

    /// <summary>The parameter of a strategy that a request means: stop_loss_percent is its stop_loss. Null when it has none of that name.</summary>
    public static StrategyParameter? ParameterOf(StrategyDefinition definition, string name) =>
        definition.Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? definition.Parameters.FirstOrDefault(parameter => parameter.Name + Percent == name);

    /// <summary>The breaker whose limit a name means, from 0; null when it means none.</summary>
    public static int? BreakerOf(string name) =>
        name.StartsWith(BreakerStart, StringComparison.Ordinal) && name.EndsWith(BreakerEnd, StringComparison.Ordinal)
        && int.TryParse(name[BreakerStart.Length..^BreakerEnd.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <summary>The same run with one thing set to another value.</summary>
    public RunSetup With(string name, decimal value) => name switch
    {
        Leverage => this with { Settings = Settings with { Leverage = (int)decimal.Round(value) } },
        RiskPerTrade => this with { Settings = Settings with { RiskPerTrade = value } },
        Slippage => this with { Settings = Settings with { Costs = Settings.Costs with { Slippage = value } } },
        _ when BreakerOf(name) is { } index => this with
        {
            Settings = Settings with { Breakers = Settings.Breakers.SetItem(index, Settings.Breakers[index] with { Threshold = value }) },
        },
        _ when StrategySets.Split(name) is var (regime, own) && Sets.Regimes.TryGetValue(regime, out var set) => this with
        {
            Sets = Sets with { Regimes = Sets.Regimes.SetItem(regime, set with { Parameters = Set(set.Parameters, DefinitionOf(set), own, value) }) },
        },
        _ => this with { Parameters = Set(Parameters, Definition, name, value) },
    };

    /// <summary>Why the strategy cannot be made of these parameters; null when it can.</summary>
    public string? Fault => Definition.Validate(Parameters).Concat(SetChecks.Of(Sets, Strategies, Definition.Name, Parameters))
        .Select(fault => $"{fault.Field}: {fault.Message}").FirstOrDefault();

    /// <summary>Candles that the strategy needs before its first decision, with sets those until each of them can be chosen.</summary>
    public int WarmUpBars => Roster?.WarmUpBars ?? Strategies.WarmUpBars(Definition.Name, Parameters);

    /// <summary>This run over some markets.</summary>
    public BacktestPlan Over(ImmutableArray<BacktestMarket> markets) =>
        new(Settings, markets, Roster is { } roster ? _ => new SetSwitch(roster) : Strategies.Maker(Definition.Name, Parameters));

    private StrategyDefinition DefinitionOf(StrategySet set) => Strategies.Find(set.Strategy ?? Definition.Name) ?? Definition;

    private static ImmutableSortedDictionary<string, ParameterValue> Set(
        ImmutableSortedDictionary<string, ParameterValue> parameters, StrategyDefinition definition, string name, decimal value) =>
        ParameterOf(definition, name) is { } parameter
            ? parameters.SetItem(parameter.Name, parameter.Kind == ParameterKind.Integer ? decimal.Round(value) : value)
            : throw new ArgumentException($"{name} is nothing that a run could vary.", nameof(name));
}
