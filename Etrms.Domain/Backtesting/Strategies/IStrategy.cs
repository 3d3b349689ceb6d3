using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>Decides at every close what to order next. One instance per contract and run; it keeps its own indicators.</summary>
public interface IStrategy
{
    /// <summary>Called once per candle, at its close, in order of time; also while the indicators warm up, when orders are ignored.</summary>
    void OnBar(StrategyBar bar);
}
