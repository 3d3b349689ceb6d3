namespace Etrms.Domain.Analysis.Regimes;

/// <summary>How a market moves. There is no calm for want of knowledge: what is not known has no regime.</summary>
public enum MarketRegime
{
    /// <summary>To and fro without direction.</summary>
    Ranging,

    /// <summary>With a direction that lasts.</summary>
    Trending,

    /// <summary>Far wider than it used to be, whatever the direction.</summary>
    Volatile,
}

/// <summary>Something that a bar did to the regime.</summary>
public enum RegimeTurn
{
    None,

    /// <summary>A range was left by its end.</summary>
    Breakout,

    /// <summary>The direction of a trend changed its side.</summary>
    Reversal,
}

/// <summary>What is known of the regime after a bar.</summary>
/// <param name="Direction">1 upward, -1 downward, 0 neither; of a trend, or of the turn that this bar made.</param>
/// <param name="TrendStrength">ADX.</param>
/// <param name="VolatilityRatio">Volatility over its own median.</param>
/// <param name="Age">Bars for which the regime has lasted, this one included.</param>
public readonly record struct RegimeReading(
    MarketRegime Regime, RegimeTurn Turn, int Direction, double TrendStrength, double VolatilityRatio, int Age);

/// <summary>
/// Thresholds of the rules. A regime is left at a lower value than it is entered at, so that it does not flicker about a threshold.
/// </summary>
public sealed record RegimeRules
{
    /// <summary>Bars of the directional movement.</summary>
    public int TrendPeriod { get; init; } = 28;

    public double TrendEnter { get; init; } = 22;

    public double TrendLeave { get; init; } = 20;

    /// <summary>Returns of the volatility.</summary>
    public int VolatilityPeriod { get; init; } = 24;

    /// <summary>Volatilities whose median is the measure.</summary>
    public int VolatilityLookback { get; init; } = 500;

    /// <summary>Fewer of them are no measure.</summary>
    public int LeastVolatilities { get; init; } = 30;

    public double VolatilityEnter { get; init; } = 1.6;

    public double VolatilityLeave { get; init; } = 1.4;

    /// <summary>Bars whose highest and lowest bound a range.</summary>
    public int RangePeriod { get; init; } = 20;

    /// <summary>Why the numbers make no rules, or null.</summary>
    public string? Fault =>
        TrendPeriod < 1 || VolatilityPeriod < 2 || VolatilityLookback < 1 || RangePeriod < 1 ? "periods must be at least 1, that of the volatility 2"
        : LeastVolatilities < 1 || LeastVolatilities > VolatilityLookback ? "the least number of volatilities must lie from 1 to the lookback"
        : !(TrendLeave <= TrendEnter) || !(VolatilityLeave <= VolatilityEnter) ? "a regime must not be left above where it is entered"
        : null;
}
