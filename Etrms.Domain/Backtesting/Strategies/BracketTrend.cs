using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Trend;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>How <see cref="BracketTrend"/> trades.</summary>
/// <param name="Trend">Candles of the average that tells the trend.</param>
/// <param name="Range">Candles of the average true range.</param>
/// <param name="Stop">Distance of the stop, in average true ranges.</param>
/// <param name="Target">Distance of the target, in average true ranges.</param>
/// <param name="Direction">Whether falling trends are sold.</param>
/// <param name="Trail">Distance of a trailing stop beside the fixed one, as a fraction; null for none.</param>
public sealed record BracketTrendSettings(int Trend, int Range, decimal Stop, decimal Target, TradeDirection Direction, decimal? Trail = null);

/// <summary>
/// Enters when the close crosses its average, with stop and target as far away as the market lately moved, and lets the bracket end the trade:
/// no signal does.
/// </summary>
public sealed class BracketTrend(BracketTrendSettings settings) : IStrategy
{
    private readonly SimpleAverage _average = new(settings.Trend);
    private readonly AverageTrueRange _range = new(settings.Range);
    private int _side;

    public void OnBar(StrategyBar bar)
    {
        var numbers = bar.Numbers;
        var (average, range) = (_average.Next(numbers.Close), _range.Next(numbers).Average);
        if (average is not { } trend || range is not { } reach)
        {
            return;
        }

        var side = numbers.Close.CompareTo(trend);
        var isCross = _side != 0 && side != 0 && side != _side;
        _side = side == 0 ? _side : side;
        if (isCross && bar.Held == 0 && (side > 0 || settings.Direction == TradeDirection.LongShort))
        {
            bar.Enter(side > 0 ? TradeSide.Long : TradeSide.Short, protection: At(bar, side, (decimal)reach));
        }
    }

    /// <summary>A stop that would lie at or below zero is none.</summary>
    private Bracket At(StrategyBar bar, int side, decimal range)
    {
        var (stop, target) = (bar.Close - (side * settings.Stop * range), bar.Close + (side * settings.Target * range));
        return new Bracket(stop > 0 ? stop : null, target > 0 ? target : null) { Trail = settings.Trail };
    }
}

/// <summary>Describes <see cref="BracketTrend"/>.</summary>
public sealed class BracketTrendDefinition : StrategyDefinition
{
    public override string Name => "bracket";

    public override string Title => "Bracket on a trend";

    public override string Meaning =>
        "Enters when the close crosses its average, with stop and target in multiples of the average true range, and lets these end the trade.";

    public override ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        StrategyParameter.Candles("trend", 50, (2, 2_000), "Candles of the average that tells the trend."),
        StrategyParameter.Candles("range", 14, (2, 500), "Candles of the average true range."),
        StrategyParameter.Number("stop", 2, (0.25m, 20, 0.5m), "Distance of the stop, in average true ranges."),
        StrategyParameter.Number("target", 4, (0.25m, 40, 0.5m), "Distance of the target, in average true ranges."),
        TradeRules.Direction,
        TradeRules.Trail,
    ];

    public override int WarmUpBars(StrategyArguments arguments) => Math.Max(arguments.Integer("trend") + 1, 8 * arguments.Integer("range"));

    public override IStrategy Create(StrategyArguments arguments) => new BracketTrend(new BracketTrendSettings(
        arguments.Integer("trend"),
        arguments.Integer("range"),
        arguments.Number("stop"),
        arguments.Number("target"),
        arguments.Choice<TradeDirection>("direction"),
        arguments.Optional("trail")));
}
