using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>How a market stands, in the words by which sets of parameters are named. What is not known has no regime.</summary>
public enum SetRegime
{
    Trending,
    Ranging,
    Volatile,

    /// <summary>A range was left lately.</summary>
    Breakout,

    /// <summary>The direction of a trend changed its side lately.</summary>
    Reversal,
}

/// <summary>What the candles that have closed tell of a market; null is unknown, and never the calm one.</summary>
/// <param name="Movement">How it moves.</param>
/// <param name="Turn">The last turn for as long as it counts.</param>
/// <param name="Volatility">By its rank among those before it.</param>
/// <param name="Liquidity">By what was traded against what usually is: candles know no book.</param>
public readonly record struct MarketConditions(MarketRegime? Movement, RegimeTurn Turn, VolatilityRegime? Volatility, LiquidityRegime? Liquidity)
{
    /// <summary>The turn while it counts, else the movement. A volatile market is that first of all.</summary>
    public SetRegime? Regime => (Movement, Turn) switch
    {
        (null, _) => null,
        (MarketRegime.Volatile, _) => SetRegime.Volatile,
        (_, RegimeTurn.Breakout) => SetRegime.Breakout,
        (_, RegimeTurn.Reversal) => SetRegime.Reversal,
        _ => MovementAsRegime,
    };

    /// <summary>The movement alone.</summary>
    public SetRegime? MovementAsRegime => Movement is not { } movement ? null : movement switch
    {
        MarketRegime.Ranging => SetRegime.Ranging,
        MarketRegime.Trending => SetRegime.Trending,
        MarketRegime.Volatile => SetRegime.Volatile,
    };
}
