using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>All that a run needs, so that it can be run again on other terms.</summary>
/// <param name="Strategy">Makes a fresh strategy for a contract, each time it is asked.</param>
public sealed record BacktestPlan(BacktestSettings Settings, ImmutableArray<BacktestMarket> Markets, Func<InstrumentId, IStrategy> Strategy)
{
    /// <summary>An engine at the first candle; throws <see cref="ArgumentException"/> when the run cannot begin.</summary>
    public BacktestEngine Start() => new(Settings, Markets, Strategy);

    public BacktestRun Run() => Start().Run();
}
