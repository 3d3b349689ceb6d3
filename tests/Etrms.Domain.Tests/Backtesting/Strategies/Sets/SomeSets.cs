using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Backtesting.Strategies.Sets;

/// <summary>Markets that change their regime, and strategies that say who is heard.</summary>
internal static class SomeSets
{
    private const int Calm = 300;
    private const int Move = 200;
    private const int Storm = 120;

    public static StrategyCatalog Catalog { get; } = StrategyCatalog.BuiltIn.With([new HolderDefinition(), new TurncoatDefinition()]);

    /// <summary>A range, a straight move up, a storm and a range again, over and over: seeded.</summary>
    public static CandleSeries Weather(int count, int seed, DateTimeOffset? start = null)
    {
        var random = new Random(seed);
        var price = 100.0;
        return Scene.Candles(Scene.Contract().Id, start ?? Scene.Start, [.. Enumerable.Range(0, count).Select(Bar)]);

        (decimal, decimal, decimal, decimal) Bar(int index)
        {
            var (open, phase) = (price, index % (Calm + Move + Storm));
            var (drift, width) = phase < Calm ? (-0.05 * Math.Log(price / 100), 0.006) : phase < Calm + Move ? (0.003, 0.006) : (0, 0.05);
            price *= Math.Exp(drift + ((random.NextDouble() - 0.5) * width));
            return (Money(open), Money(Math.Max(open, price) * 1.0005), Money(Math.Min(open, price) * 0.9995), Money(price));
        }

        static decimal Money(double value) => Math.Round((decimal)value, 4);
    }

    public static StrategySets Of(params (SetRegime Regime, StrategySet Set)[] sets) => new()
    {
        Regimes = sets.ToImmutableSortedDictionary(pair => pair.Regime, pair => pair.Set),
    };

    public static ImmutableSortedDictionary<string, ParameterValue> Values(params (string Name, ParameterValue Value)[] values) =>
        values.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    public static SetRoster Roster(StrategySets sets, string strategy, params (string Name, ParameterValue Value)[] values) =>
        SetRoster.Of(sets, Catalog, Catalog.Find(strategy)!, Values(values));

    public static BacktestPlan Plan(SetRoster roster, CandleSeries candles, int warmUpBars = 0) => new(
        new BacktestSettings { InitialCapital = 10_000, Costs = Costs.Flat(0), KeepsOrders = true, WarmUpBars = warmUpBars },
        [new BacktestMarket(Scene.Contract(), candles)], _ => new SetSwitch(roster));

    /// <summary>What was known at each close, told apart from any run.</summary>
    public static ImmutableArray<MarketConditions> Conditions(CandleSeries candles)
    {
        var watch = new ConditionWatch(AnalystRules.Default);
        return [.. Enumerable.Range(0, candles.Count).Select(i => watch.Next(candles[i], candles.OpenAt(i) + candles.Step))];
    }

    /// <summary>Buys whenever it holds nothing and sells after so many candles, whatever the market does.</summary>
    internal sealed class HolderDefinition : StrategyDefinition
    {
        public override string Name => "holder";

        public override string Title => Name;

        public override string Meaning => Name;

        public override ImmutableArray<StrategyParameter> Parameters { get; } = [StrategyParameter.Candles("bars", 3, (1, 100), "Held.")];

        public override int WarmUpBars(StrategyArguments arguments) => 1;

        public override IStrategy Create(StrategyArguments arguments)
        {
            var (bars, age) = (arguments.Integer("bars"), 0);
            return new Scripted(bar =>
            {
                age = bar.Held == 0 ? 0 : age + 1;
                if (bar.Held == 0)
                {
                    bar.Enter(TradeSide.Long);
                }
                else if (age >= bars)
                {
                    bar.Exit();
                }
            });
        }
    }

    /// <summary>Always in the market: turns its position round every so many candles.</summary>
    internal sealed class TurncoatDefinition : StrategyDefinition
    {
        public override string Name => "turncoat";

        public override string Title => Name;

        public override string Meaning => Name;

        public override ImmutableArray<StrategyParameter> Parameters { get; } = [StrategyParameter.Candles("bars", 10, (1, 100), "Held.")];

        public override int WarmUpBars(StrategyArguments arguments) => 1;

        public override IStrategy Create(StrategyArguments arguments)
        {
            var bars = arguments.Integer("bars");
            return new Scripted(bar =>
            {
                if (bar.Index % bars == 0)
                {
                    bar.Enter(bar.Held > 0 ? TradeSide.Short : TradeSide.Long);
                }
            });
        }
    }
}
