using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Which of two prices inside one candle is assumed to have come first.</summary>
public enum IntrabarOrder
{
    /// <summary>The stop, which is worse for the trader.</summary>
    StopFirst,
    TargetFirst,
}

/// <summary>One contract of a run.</summary>
/// <param name="Instrument">Its rules. Without a margin table nothing is liquidated.</param>
/// <param name="Candles">What is traded on.</param>
public sealed record BacktestMarket(Instrument Instrument, CandleSeries Candles)
{
    /// <summary>Mark prices: funding and liquidation go by them; null takes the candles themselves.</summary>
    public CandleSeries? Marks { get; init; }

    /// <summary>Funding in order of time; empty for none.</summary>
    public ImmutableArray<FundingRate> Funding { get; init; } = [];
}

/// <summary>How a run trades.</summary>
public sealed record BacktestSettings
{
    public required decimal InitialCapital { get; init; }

    public Costs Costs { get; init; } = Costs.Flat(0.0004m);

    /// <summary>Borrowed multiple up to which equity may be used.</summary>
    public int Leverage { get; init; } = 1;

    public ImmutableArray<CircuitBreaker> Breakers { get; init; } = [];

    public IntrabarOrder IntrabarOrder { get; init; }

    /// <summary>Candles at the start that only warm the indicators: nothing trades and nothing is counted.</summary>
    public int WarmUpBars { get; init; }

    /// <summary>Closes what is open at the last close; otherwise it is marked to it and listed as open.</summary>
    public bool ClosesAtEnd { get; init; }
}
