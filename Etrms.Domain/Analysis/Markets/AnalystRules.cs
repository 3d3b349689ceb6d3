using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Assistant.Setups.ChartPatterns;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>How a market is judged; chosen starting values, fitted on nothing.</summary>
public sealed record AnalystRules
{
    public static readonly AnalystRules Default = new();

    public RegimeRules Regimes { get; init; } = new();

    public PhaseRules Phases { get; init; } = new();

    /// <summary>Returns in which changes of volatility are looked for.</summary>
    public int ShiftReturns { get; init; } = 400;

    public ChartPatternRules Patterns { get; init; } = new();

    /// <summary>How volatility is ranked among those before it.</summary>
    public VolatilityRegimes Ranks { get; init; } = new(Lookback: 960);

    /// <summary>Returns in the volatility that is ranked.</summary>
    public int VolatilityPeriod { get; init; } = 30;

    /// <summary>Bars that are kept.</summary>
    public int Bars { get; init; } = 1_000;

    /// <summary>Changes of bars out of one state without which nothing is said of what follows it.</summary>
    public int LeastMoves { get; init; } = 20;

    /// <summary>Returns that correlations are taken over.</summary>
    public int CorrelationReturns { get; init; } = 200;

    /// <summary>Fewer are no measure.</summary>
    public int LeastCorrelationReturns { get; init; } = 60;

    /// <summary>Returns that allocations are made from.</summary>
    public int AllocationReturns { get; init; } = 500;

    /// <summary>A contract with fewer is left out of them: their tails say nothing.</summary>
    public int LeastAllocationReturns { get; init; } = 200;

    /// <summary>Mean correlation from which contracts count as moving as one, and below which they no longer do.</summary>
    public (double Enter, double Leave) Together { get; init; } = (0.8, 0.7);

    /// <summary>Mean correlation up to which they count as moving apart, and above which they no longer do.</summary>
    public (double Enter, double Leave) Apart { get; init; } = (0.3, 0.4);

    /// <summary>Stretch of time whose books tell what is usual.</summary>
    public TimeSpan UsualBooks { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Books looked at per so much time.</summary>
    public TimeSpan BookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Fewer tell nothing usual.</summary>
    public int LeastBooks { get; init; } = 30;

    /// <summary>Basis points about the middle within which depth counts.</summary>
    public decimal DepthWithinBps { get; init; } = 25;

    /// <summary>Share of the usual below which a book is thin, and above which it no longer is.</summary>
    public (double Enter, double Leave) Thin { get; init; } = (0.5, 0.65);

    /// <summary>Times the usual above which a book is deep, and below which it no longer is.</summary>
    public (double Enter, double Leave) Deep { get; init; } = (1.5, 1.3);

    /// <summary>Age at which a book, or all that is told of a contract, counts as stale; our clock.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Spreads below it are all alike when anomalies are looked for, in basis points: they are small beside any fee, and one or two ticks of a
    /// spread of one are no event.
    /// </summary>
    public double LeastSpreadBps { get; init; } = 1;

    /// <summary>Books in a row that must be far from the usual to be an anomaly.</summary>
    public int AnomalousBooks { get; init; } = 3;

    /// <summary>What counts as a large level, and as suspected spoofing.</summary>
    public WallRules Walls { get; init; } = new();

    /// <summary>Large levels of a contract that are noted per minute.</summary>
    public int MostWallsPerMinute { get; init; } = 20;

    /// <summary>After one of a kind was told, until another of the same kind is told; our clock.</summary>
    public TimeSpan TellAgainAfter { get; init; } = TimeSpan.FromMinutes(5);
}
