using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Momentum;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>How <see cref="RsiReversion"/> trades; levels in percent.</summary>
/// <param name="Exit">Level at which a position has had its return.</param>
/// <param name="StopLoss">Distance of the stop from the close of the signal, as a fraction; null for none.</param>
public sealed record RsiReversionSettings(
    int Period, double Oversold, double Overbought, double Exit, TradeDirection Direction, decimal? StopLoss = null);

/// <summary>Buys weakness and sells strength by Wilder's relative strength index, and leaves when it is back in the middle.</summary>
public sealed class RsiReversion(RsiReversionSettings settings) : IStrategy
{
    private readonly RelativeStrength _strength = new(settings.Period);

    public void OnBar(StrategyBar bar)
    {
        if (_strength.Next(bar.Numbers.Close) is not { } strength)
        {
            return;
        }

        if (bar.Held == 0)
        {
            Enter(bar, strength);
        }
        else if (bar.Held > 0 ? strength >= settings.Exit : strength <= settings.Exit)
        {
            bar.Exit();
        }
    }

    private void Enter(StrategyBar bar, double strength)
    {
        if (strength <= settings.Oversold)
        {
            bar.Enter(TradeSide.Long, protection: TradeRules.ProtectionAt(bar, TradeSide.Long, settings.StopLoss, null));
        }
        else if (strength >= settings.Overbought && settings.Direction == TradeDirection.LongShort)
        {
            bar.Enter(TradeSide.Short, protection: TradeRules.ProtectionAt(bar, TradeSide.Short, settings.StopLoss, null));
        }
    }
}

/// <summary>Describes <see cref="RsiReversion"/>.</summary>
public sealed class RsiReversionDefinition : StrategyDefinition
{
    public override string Name => "rsi_reversion";

    public override string Title => "Mean reversion (RSI)";

    public override string Meaning => "Buys when the relative strength index is low, sells when it is high, and leaves in the middle.";

    public override ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        StrategyParameter.Candles("period", 14, (2, 500), "Candles of the index."),
        StrategyParameter.Number("oversold", 30, (1, 50, 5), "Buys at or below this level, in percent."),
        StrategyParameter.Number("overbought", 70, (50, 99, 5), "Sells at or above this level, in percent."),
        StrategyParameter.Number("exit_level", 50, (2, 98, 5), "Leaves when the index is back at this level."),
        TradeRules.Direction,
        TradeRules.StopLoss,
    ];

    /// <summary>Wilder's smoothing remembers for long: after eight periods the start weighs less than a thousandth.</summary>
    public override int WarmUpBars(StrategyArguments arguments) => 8 * arguments.Integer("period");

    public override IEnumerable<ParameterFault> Check(StrategyArguments arguments)
    {
        var exit = arguments.Number("exit_level");
        if (exit <= arguments.Number("oversold") || exit >= arguments.Number("overbought"))
        {
            yield return ParameterFault.Of("exit_level", "Must lie between oversold and overbought.");
        }
    }

    public override IStrategy Create(StrategyArguments arguments) => new RsiReversion(new RsiReversionSettings(
        arguments.Integer("period"),
        (double)arguments.Number("oversold"),
        (double)arguments.Number("overbought"),
        (double)arguments.Number("exit_level"),
        arguments.Choice<TradeDirection>("direction"),
        arguments.Optional("stop_loss")));
}
