using System.Collections.Immutable;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>How a market moves, in the words of breakers.</summary>
public enum MarketState
{
    /// <summary>To and fro, and less than it used to.</summary>
    Calm,

    /// <summary>To and fro without direction.</summary>
    Range,

    /// <summary>With a direction that lasts.</summary>
    Trend,

    /// <summary>Far wider than it used to be.</summary>
    Turbulent,
}

/// <summary>How much stands in a book, and how near, against its own usual.</summary>
public enum LiquidityRegime
{
    Low,
    Medium,
    High,
}

/// <summary>How much the contracts of a venue move as one.</summary>
public enum CorrelationRegime
{
    Low,
    Normal,
    High,
}

/// <summary>What the analysis of one contract tells the guard of the accounts. What is not known is null, and never the calm one.</summary>
public sealed record MarketAssessment
{
    public static readonly MarketAssessment Unknown = new();

    public MarketState? State { get; init; }

    /// <summary>Bars for which the state has lasted, the newest included.</summary>
    public int Bars { get; init; }

    /// <summary>
    /// How likely each state is after the next bar, in the order of <see cref="MarketState"/>, by how states followed one another so far; empty when
    /// too few did.
    /// </summary>
    public ImmutableArray<decimal> Next { get; init; } = [];

    /// <summary>The newest bar left a range by its end.</summary>
    public bool IsBreakout { get; init; }

    public VolatilityRegime? Volatility { get; init; }

    public LiquidityRegime? Liquidity { get; init; }

    public CorrelationRegime? Correlation { get; init; }

    /// <summary>The newest thing out of the ordinary in the book that is worth telling; it narrows nothing by itself. Null of none, or without a book.</summary>
    public BookFinding? Finding { get; init; }

    /// <summary>True when every part is known.</summary>
    public bool IsComplete => State is not null && Volatility is not null && Liquidity is not null && Correlation is not null;

    /// <summary>This one, and where it knows nothing what an earlier one knew: that sight is lost makes no limit wider.</summary>
    public MarketAssessment Over(MarketAssessment former) => this with
    {
        State = State ?? former.State,
        IsBreakout = State is null ? former.IsBreakout : IsBreakout,
        Volatility = Volatility ?? former.Volatility,
        Liquidity = Liquidity ?? former.Liquidity,
        Correlation = Correlation ?? former.Correlation,
        Finding = Finding ?? former.Finding,
    };

    public bool Equals(MarketAssessment? other) =>
        other is not null && (State, Bars, IsBreakout, Volatility, Liquidity, Correlation, Finding) ==
            (other.State, other.Bars, other.IsBreakout, other.Volatility, other.Liquidity, other.Correlation, other.Finding) && Next.SequenceEqual(other.Next);

    public override int GetHashCode() => HashCode.Combine(State, Bars, IsBreakout, Volatility, Liquidity, Correlation, Finding);
}
