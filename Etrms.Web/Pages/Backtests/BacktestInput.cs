using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;

namespace Etrms.Web.Pages.Backtests;

/// <summary>The form of a backtest: ratios as percent, lists as text. Its fields have the Api's names, so that reasons find their place.</summary>
public sealed class BacktestInput
{
    private static readonly char[] Separators = [',', ';', ' ', '\n', '\t', '\r'];

    public Guid Key { get; set; } = Guid.NewGuid();

    public BacktestType Type { get; set; }

    [Required(ErrorMessage = "Give the backtest a name."), StringLength(120, ErrorMessage = "The name may have at most 120 characters.")]
    public string Name { get; set; } = "";

    [StringLength(2000, ErrorMessage = "The note may have at most 2,000 characters.")]
    public string? Description { get; set; }

    /// <summary>In UTC, the first moment that belongs to it.</summary>
    [Required(ErrorMessage = "Give the day it begins.")]
    public DateTime? StartDate { get; set; }

    /// <summary>In UTC, the first moment that does not belong to it any more.</summary>
    [Required(ErrorMessage = "Give the day it ends.")]
    public DateTime? EndDate { get; set; }

    public IList<Exchange> Exchanges { get; set; } = [];

    [Required(ErrorMessage = "Name at least one contract.")]
    public string Symbols { get; set; } = "";

    public string Timeframe { get; set; } = "1h";

    [Required(ErrorMessage = "Give the capital to begin with.")]
    public decimal? InitialCapital { get; set; } = 10_000;

    public StrategyInput Strategy { get; set; } = new();

    public SizingInput Parameters { get; set; } = new();

    /// <summary>What is searched, by name of a parameter; a range without a value is none.</summary>
    public IDictionary<string, RangeInput> Ranges { get; set; } = new Dictionary<string, RangeInput>();

    /// <summary>What is drawn at random, by name.</summary>
    public IDictionary<string, NoiseInput> Noise { get; set; } = new Dictionary<string, NoiseInput>();

    public BacktestDataBody Data { get; set; } = new();

    public CostsInput Costs { get; set; } = new();

    public BacktestMarginBody Margin { get; set; } = new();

    public OptimizationBody Optimization { get; set; } = new();

    public WalkForwardInput WalkForward { get; set; } = new();

    public MonteCarloInput MonteCarlo { get; set; } = new();

    public BreakerChoices CircuitBreakers { get; set; } = new();

    public int WarmUpBars { get; set; }

    public IntrabarOrder IntrabarOrder { get; set; }

    public bool ClosesAtEnd { get; set; }

    public bool Counterfactual { get; set; } = true;

    public long Seed { get; set; } = 1;

    public bool Searches => Type is BacktestType.Optimization or BacktestType.WalkForward;

    /// <param name="configured">The breakers that are configured now; those that were ticked among them take part.</param>
    public BacktestBody ToBody(IReadOnlyList<BreakerView> configured) => new()
    {
        Name = Name?.Trim() ?? "",
        Description = Description?.Trim() ?? "",
        Type = Type,
        StartDate = Utc(StartDate),
        EndDate = Utc(EndDate),
        Exchanges = [.. Exchanges],
        Symbols = [.. (Symbols ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(symbol => symbol.ToUpperInvariant())],
        Timeframe = Timeframe,
        InitialCapital = InitialCapital,
        CircuitBreakers = CircuitBreakers.ToBodies(configured),
        Parameters = Parameters.ToBody(this, configured),
        Strategy = Strategy.ToBody(),
        Data = Data,
        Costs = Costs.ToBody(),
        Margin = Margin,
        Optimization = Searches ? Optimization : null,
        WalkForward = Type == BacktestType.WalkForward ? WalkForward.ToBody() : null,
        MonteCarlo = Type == BacktestType.MonteCarlo ? MonteCarlo.ToBody() : null,
        WarmUpBars = WarmUpBars,
        IntrabarOrder = IntrabarOrder,
        ClosesAtEnd = ClosesAtEnd,
        Counterfactual = Counterfactual,
        Seed = Seed,
    };

    public static BacktestInput From(BacktestBody body)
    {
        var parameters = body.Parameters ?? new BacktestParametersBody();
        var ranges = parameters.ParametersToOptimize ?? new Dictionary<string, ParameterRangeBody>();
        return new BacktestInput
        {
            Type = body.Type ?? BacktestType.Standard,
            Name = body.Name,
            Description = body.Description,
            StartDate = body.StartDate?.UtcDateTime,
            EndDate = body.EndDate?.UtcDateTime,
            Exchanges = [.. body.Exchanges],
            Symbols = string.Join(", ", body.Symbols),
            Timeframe = body.Timeframe,
            InitialCapital = body.InitialCapital,
            Strategy = StrategyInput.From(body.Strategy),
            Parameters = SizingInput.From(parameters),
            Ranges = ranges.Where(range => !BreakerChoices.IsLimit(range.Key))
                .ToDictionary(range => range.Key, range => RangeInput.From(range.Value, InPercent.Of(range.Key)), StringComparer.Ordinal),
            Noise = (parameters.RandomizeParameters ?? new Dictionary<string, RandomRangeBody>())
                .ToDictionary(range => range.Key, range => NoiseInput.From(range.Value, InPercent.Of(range.Key)), StringComparer.Ordinal),
            Data = body.Data ?? new BacktestDataBody(),
            Costs = CostsInput.From(body.Costs),
            Margin = body.Margin ?? new BacktestMarginBody(),
            Optimization = body.Optimization ?? new OptimizationBody(),
            WalkForward = WalkForwardInput.From(body.WalkForward),
            MonteCarlo = MonteCarloInput.From(body.MonteCarlo),
            CircuitBreakers = BreakerChoices.From(body.CircuitBreakers, ranges),
            WarmUpBars = body.WarmUpBars,
            IntrabarOrder = body.IntrabarOrder,
            ClosesAtEnd = body.ClosesAtEnd,
            Counterfactual = body.Counterfactual,
            Seed = body.Seed,
        };
    }

    private static DateTimeOffset? Utc(DateTime? at) => at is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : null;
}
