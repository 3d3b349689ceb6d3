using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>Parameters and habits that several strategies have in common.</summary>
internal static class TradeRules
{
    public static StrategyParameter Direction { get; } = StrategyParameter.Choice(
        "direction", ["long_short", "long_only"], "Whether a signal down opens a short or only ends the long.");

    public static StrategyParameter StopLoss { get; } = StrategyParameter.Fraction(
        "stop_loss", null, (0.001m, 0.5m, 0.005m), "Distance of the stop from the close of the signal; left out for none.");

    public static StrategyParameter TakeProfit { get; } = StrategyParameter.Fraction(
        "take_profit", null, (0.001m, 0.9m, 0.005m), "Distance of the target from the close of the signal; left out for none.");

    public static StrategyParameter Trail { get; } = StrategyParameter.Fraction(
        "trail", null, (0.001m, 0.5m, 0.005m), "Distance of a stop that follows the best price since the entry; left out for none.");

    /// <summary>Stop and target at their distances from the close.</summary>
    public static Bracket ProtectionAt(StrategyBar bar, TradeSide side, decimal? stopLoss, decimal? takeProfit)
    {
        if (stopLoss is null && takeProfit is null)
        {
            return default;
        }

        var (close, direction) = (bar.Close, side == TradeSide.Long ? 1 : -1);
        return new Bracket(close * (1 - (direction * stopLoss)), close * (1 + (direction * takeProfit)));
    }
}
