namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>Parameters that several strategies have in common.</summary>
internal static class TradeRules
{
    public static StrategyParameter Direction { get; } = StrategyParameter.Choice(
        "direction", ["long_short", "long_only"], "Whether a signal down opens a short or only ends the long.");

    public static StrategyParameter StopLoss { get; } = StrategyParameter.Fraction(
        "stop_loss", null, (0.001m, 0.5m, 0.005m), "Distance of the stop from the close of the signal; left out for none.");

    public static StrategyParameter TakeProfit { get; } = StrategyParameter.Fraction(
        "take_profit", null, (0.001m, 0.9m, 0.005m), "Distance of the target from the close of the signal; left out for none.");
}
