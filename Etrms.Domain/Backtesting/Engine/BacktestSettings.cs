using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Which of two prices inside one candle is assumed to have come first.</summary>
public enum IntrabarOrder
{
    /// <summary>The stop, which is worse for the trader.</summary>
    StopFirst,
    TargetFirst,
}

/// <summary>What becomes of an order for more than the equity or the margin table allow.</summary>
public enum OversizeRule
{
    /// <summary>It trades what is allowed.</summary>
    Scale,
    Reject,
}

/// <summary>What is done where a funding rate or a mark price is missing.</summary>
public enum MissingMarketData
{
    /// <summary>The run does not begin.</summary>
    Refuse,

    /// <summary>The last rate is settled again, and the traded price stands for the mark; both are counted in the result.</summary>
    TakeLast,
}

/// <summary>One contract of a run.</summary>
/// <param name="Instrument">Its rules. Without a margin table nothing is liquidated.</param>
/// <param name="Candles">What is traded on.</param>
public sealed record BacktestMarket(Instrument Instrument, CandleSeries Candles)
{
    /// <summary>Mark prices: funding and liquidation go by them; null takes the candles themselves.</summary>
    public CandleSeries? Marks { get; init; }

    /// <summary>
    /// Funding in order of time; empty for none. Venues stamp settlements some milliseconds late: each belongs to its full minute.
    /// </summary>
    public ImmutableArray<FundingRate> Funding { get; init; } = [];
}

/// <summary>How a run trades.</summary>
public sealed record BacktestSettings
{
    public required decimal InitialCapital { get; init; }

    public Costs Costs { get; init; } = Costs.Flat(0.0004m);

    /// <summary>Borrowed multiple up to which equity may be used.</summary>
    public int Leverage { get; init; } = 1;

    /// <summary>
    /// Share of equity that an entry sized by equity may lose up to its stop; without a stop the share that it binds as margin, the most that an
    /// isolated position can lose. Null trades with all of it.
    /// </summary>
    public decimal? RiskPerTrade { get; init; }

    /// <summary>Whether positions share the margin of the account. Liquidation needs a margin table of the contract.</summary>
    public MarginMode MarginMode { get; init; }

    public OversizeRule Oversize { get; init; }

    public MissingMarketData MissingData { get; init; }

    /// <summary>Fills also in flat candles without volume; for series that carry no volumes.</summary>
    public bool IgnoresVolume { get; init; }

    /// <summary>Keeps an entry for everything that happened to an order: for proofs and for a look at a single run, not for grids.</summary>
    public bool KeepsOrders { get; init; }

    public ImmutableArray<CircuitBreaker> Breakers { get; init; } = [];

    public IntrabarOrder IntrabarOrder { get; init; }

    /// <summary>Candle times at the start that only warm the indicators: nothing trades and nothing is counted.</summary>
    public int WarmUpBars { get; init; }

    /// <summary>
    /// Shows the risk engine every close. Otherwise it is shown those that may matter, by its own word (<see cref="Risk.RiskEngine.FindQuiet"/>), which
    /// gives the same run in a fraction of the time.
    /// </summary>
    public bool JudgesEveryCandle { get; init; }

    /// <summary>Closes what is open at the last close; otherwise it is marked to it and listed as open.</summary>
    public bool ClosesAtEnd { get; init; }
}
