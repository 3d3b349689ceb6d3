using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>Describes <see cref="MovingAverageCross"/>.</summary>
public sealed class MovingAverageCrossDefinition : StrategyDefinition
{
    public override string Name => "moving_average_cross";

    public override string Title => "Moving-average cross";

    public override string Meaning =>
        "Long when the fast average of closes crosses above the slow one; a cross below ends the long or turns it round. Stop and target may go along.";

    public override ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        StrategyParameter.Candles("fast", 10, (1, 1_000), "Candles of the fast average."),
        StrategyParameter.Candles("slow", 30, (2, 5_000), "Candles of the slow average; more than the fast one has."),
        TradeRules.Direction,
        TradeRules.StopLoss,
        TradeRules.TakeProfit,
    ];

    public override int WarmUpBars(StrategyArguments arguments) => arguments.Integer("slow");

    public override IEnumerable<ParameterFault> Check(StrategyArguments arguments)
    {
        if (arguments.Integer("fast") >= arguments.Integer("slow"))
        {
            yield return ParameterFault.Of("fast", $"Must be less than slow, which is {arguments.Integer("slow")}.");
        }
    }

    public override IStrategy Create(StrategyArguments arguments) => new MovingAverageCross(new MovingAverageCrossSettings(
        arguments.Integer("fast"),
        arguments.Integer("slow"),
        arguments.Choice<TradeDirection>("direction"),
        arguments.Optional("stop_loss"),
        arguments.Optional("take_profit")));
}
