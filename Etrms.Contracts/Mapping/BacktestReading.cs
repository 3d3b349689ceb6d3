using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts.Mapping;

/// <summary>
/// A body read as a request, or the reasons by JSON field why it cannot be one. The shape is judged here; what the values mean together is judged by
/// <see cref="BacktestRequest.Create"/>.
/// </summary>
public sealed record BacktestReading
{
    private const string DefaultStrategy = "moving_average_cross";

    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    private BacktestReading()
    {
    }

    /// <summary>Null while there are errors.</summary>
    public BacktestRequest? Request { get; private set; }

    public IReadOnlyDictionary<string, string[]> Errors => _errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    /// <param name="body">What was sent.</param>
    /// <param name="strategies">What it may name.</param>
    public static BacktestReading Of(BacktestBody body, StrategyCatalog strategies)
    {
        var reading = new BacktestReading();
        var terms = reading.Read(body, strategies);
        if (reading._errors.Count > 0)
        {
            return reading;
        }

        var (request, faults) = BacktestRequest.Create(terms, strategies);
        foreach (var fault in faults)
        {
            reading.Require(false, fault.Field, fault.Message);
        }

        reading.Request = request;
        return reading;
    }

    /// <summary>A symbol as a venue spells it: BTCUSDT is BTC on Hyperliquid.</summary>
    public static InstrumentId InstrumentOf(Exchange exchange, string symbol)
    {
        var text = symbol.Trim().ToUpperInvariant();
        return new InstrumentId(exchange, exchange switch
        {
            Exchange.Binance => text,
            Exchange.Hyperliquid => text.EndsWith("USDT", StringComparison.Ordinal) && text.Length > 4 ? text[..^4] : text,
        });
    }

    private BacktestTerms Read(BacktestBody body, StrategyCatalog strategies)
    {
        Require(!string.IsNullOrWhiteSpace(body.Name), "name", "Is required.");
        Require(body.Type is not null, "type", "Is required: STANDARD, OPTIMIZATION, WALK_FORWARD or MONTE_CARLO.");
        Require(body.StartDate is not null, "start_date", "Is required.");
        Require(body.EndDate is not null, "end_date", "Is required.");
        Require(body.Exchanges is { Count: > 0 }, "exchanges", "Give at least one, such as [\"binance\"].");
        Require(body.Symbols is { Count: > 0 } && body.Symbols.All(symbol => !string.IsNullOrWhiteSpace(symbol)), "symbols", "Give at least one, such as [\"BTCUSDT\"].");
        Require(body.InitialCapital is not null, "initial_capital", "Is required.");
        Require(Timeframe.TryParse(body.Timeframe, out var timeframe), "timeframe", $"\"{body.Timeframe}\" is no length of candles; known are {Timeframe.Spellings}.");
        var parameters = body.Parameters ?? new BacktestParametersBody();
        var type = body.Type.GetValueOrDefault();
        var sets = StrategySetReading.Of(body.Strategy);
        foreach (var fault in sets.Faults)
        {
            Require(false, fault.Field, fault.Message);
        }

        return new BacktestTerms
        {
            Type = type,
            Range = new TimeRange(body.StartDate.GetValueOrDefault(), body.EndDate.GetValueOrDefault()),
            Instruments = InstrumentsOf(body),
            Timeframe = timeframe,
            InitialCapital = body.InitialCapital.GetValueOrDefault(),
            Strategy = body.Strategy?.Name ?? DefaultStrategy,
            StrategyParameters = ReadParameters(body, parameters, strategies),
            Sets = sets.Sets,
            Breakers = ReadBreakers(body),
            Costs = CostsOf(body.Costs ?? new BacktestCostsBody()),
            ChargesFunding = body.Costs?.Funding ?? false,
            Leverage = parameters.Leverage,
            RiskPerTrade = parameters.RiskPerTrade,
            Margin = body.Margin?.Mode,
            UsesExchangeRules = body.Margin?.ExchangeRules ?? false,
            AllowGaps = body.Data?.AllowGaps ?? false,
            WarmUpBars = body.WarmUpBars,
            IntrabarOrder = body.IntrabarOrder,
            ClosesAtEnd = body.ClosesAtEnd,
            Counterfactual = body.Counterfactual,
            Seed = body.Seed,
            Search = type is BacktestType.Optimization or BacktestType.WalkForward ? ReadSearch(body, parameters) : null,
            WalkForward = type == BacktestType.WalkForward ? ReadWindows(body.WalkForward) : null,
            MonteCarlo = type == BacktestType.MonteCarlo ? ReadPaths(body.MonteCarlo ?? new MonteCarloBody(), parameters) : null,
        };
    }

    private static ImmutableArray<InstrumentId> InstrumentsOf(BacktestBody body) => body is { Exchanges: { } exchanges, Symbols: { } symbols }
        ? [.. exchanges.SelectMany(exchange => symbols.Where(symbol => symbol is not null).Select(symbol => InstrumentOf(exchange, symbol)))] : [];

    private static Costs CostsOf(BacktestCostsBody body) => new(body.TakerFee, body.MakerFee, body.Slippage);

    private ImmutableSortedDictionary<string, ParameterValue> ReadParameters(
        BacktestBody body, BacktestParametersBody parameters, StrategyCatalog strategies)
    {
        var values = (body.Strategy?.Parameters ?? ImmutableDictionary<string, string>.Empty)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => ParameterValue.Parse(pair.Value), StringComparer.Ordinal);
        foreach (var (name, value) in new[] { ("stop_loss_percent", parameters.StopLossPercent), ("take_profit_percent", parameters.TakeProfitPercent) })
        {
            if (value is not { } number || strategies.Find(body.Strategy?.Name ?? DefaultStrategy) is not { } definition)
            {
                continue;
            }

            var parameter = RunSetup.ParameterOf(definition, name);
            Require(parameter is not null, $"parameters.{name}", $"The strategy {definition.Name} has no such parameter.");
            values = parameter is null ? values : values.SetItem(parameter.Name, number);
        }

        return values;
    }

    private ImmutableArray<CircuitBreaker> ReadBreakers(BacktestBody body)
    {
        var breakers = ImmutableArray.CreateBuilder<CircuitBreaker>();
        foreach (var (each, index) in (body.CircuitBreakers ?? []).Select((each, index) => (each, index)))
        {
            var field = $"circuit_breakers[{index}]";
            if (each is null)
            {
                Require(false, field, "Must not be null.");
                continue;
            }

            // The same request has to have the same ids: they go into the hashes of events.
            var reading = BreakerReading.Of(each, new Guid(index + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), 1);
            foreach (var (name, reasons) in reading.Errors)
            {
                foreach (var reason in reasons)
                {
                    Require(false, $"{field}.{name}", reason);
                }
            }

            if (reading.Breaker is { } breaker)
            {
                breakers.Add(ForCandles(breaker));
            }
        }

        return breakers.ToImmutable();
    }

    /// <summary>A closed candle does not flicker, so it qualifies at once unless the body says otherwise; and a backtest has one account.</summary>
    private static CircuitBreaker ForCandles(CircuitBreaker breaker) => breaker with
    {
        Qualify = breaker.Qualify ?? new Qualification(TimeSpan.Zero, 1),
        MeasureScope = breaker.MeasureScope with { Accounts = [] },
        ActScope = breaker.ActScope with { Accounts = [] },
    };

    /// <summary>By name, so that the order of the grid does not depend on how a database keeps the body.</summary>
    private SearchTerms ReadSearch(BacktestBody body, BacktestParametersBody parameters)
    {
        var search = body.Optimization ?? new OptimizationBody();
        return new SearchTerms
        {
            Method = search.Method,
            Objective = parameters.OptimizationTarget ?? BacktestObjective.SharpeRatio,
            Ranges = [.. Ranges(parameters)],
            Trials = search.Trials,
            Population = search.Population,
            Generations = search.Generations,
            MinimumTrades = search.MinimumTrades,
            HeatMap = search.HeatMap is [{ } x, { } y] ? (x, y) : null,
        };
    }

    private IEnumerable<Domain.Backtesting.Optimization.ParameterRange> Ranges(BacktestParametersBody parameters)
    {
        foreach (var (name, range) in (parameters.ParametersToOptimize ?? ImmutableDictionary<string, ParameterRangeBody>.Empty).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var isWhole = range is { Start: not null, End: not null, Step: not null };
            Require(isWhole, $"parameters.parameters_to_optimize.{name}", "Needs start, end and step.");
            if (isWhole)
            {
                yield return new Domain.Backtesting.Optimization.ParameterRange(name, range!.Start!.Value, range.End!.Value, range.Step!.Value);
            }
        }
    }

    private WalkForwardTerms? ReadWindows(WalkForwardBody? body)
    {
        Require(body is { TrainBars: not null, TestBars: not null }, "walk_forward", "Is required for this type: give train_bars and test_bars.");
        return body is not { TrainBars: { } train, TestBars: { } test } ? null : new WalkForwardTerms
        {
            Scheme = body.Scheme,
            TrainBars = train,
            TestBars = test,
            StepBars = body.StepBars ?? test,
            PurgeBars = body.PurgeBars,
            Warm = body.Warm,
        };
    }

    private MonteCarloTerms ReadPaths(MonteCarloBody body, BacktestParametersBody parameters)
    {
        var ranges = (parameters.RandomizeParameters ?? ImmutableDictionary<string, RandomRangeBody>.Empty)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Range(pair.Key, pair.Value)).OfType<RandomRange>().ToList();
        var slippage = ranges.Find(range => range.Name == RunSetup.Slippage);
        var winRate = ranges.Find(range => range.Name == "win_rate");
        ImmutableArray<RandomRange> others = [.. ranges.Where(range => range != slippage && range != winRate)];
        return new MonteCarloTerms
        {
            Method = body.Method ?? (others.Length > 0 ? MonteCarloMethod.ParameterNoise
                : slippage is not null && winRate is null ? MonteCarloMethod.Slippage : MonteCarloMethod.TradeBootstrap),
            Paths = parameters.NumSimulations ?? 1_000,
            BlockLength = body.BlockLength,
            RuinAt = body.RuinAt,
            Slippage = slippage,
            WinRate = winRate,
            Parameters = others,
        };
    }

    private RandomRange? Range(string name, RandomRangeBody? range)
    {
        Require(range is { Min: not null, Max: not null }, $"parameters.randomize_parameters.{name}", "Needs min and max.");
        return range is { Min: { } min, Max: { } max } ? new RandomRange(name, min, max) : null;
    }

    private void Require(bool holds, string field, string reason)
    {
        if (holds)
        {
            return;
        }

        if (!_errors.TryGetValue(field, out var reasons))
        {
            _errors[field] = reasons = [];
        }

        reasons.Add(reason);
    }
}
