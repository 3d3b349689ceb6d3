using Etrms.Domain.Analysis.Portfolio;
using Etrms.Domain.Market;

namespace Etrms.Contracts;

/// <summary>
/// GET /market/portfolio: how the money in a venue's contracts could be shared out, beside how the book shares it. It is told and does nothing by itself.
/// </summary>
public sealed record PortfolioView
{
    public required Exchange Exchange { get; init; }

    public required string Timeframe { get; init; }

    /// <summary>The largest weight that the allocations may give.</summary>
    public required decimal Cap { get; init; }

    /// <summary>Empty while unknown.</summary>
    public IReadOnlyList<PortfolioContractView> Contracts { get; init; } = [];

    /// <summary>The book first, when it holds any of the contracts; then one for each method.</summary>
    public IReadOnlyList<PortfolioAllocationView> Allocations { get; init; } = [];

    /// <summary>Candles that it was taken over.</summary>
    public int Returns { get; init; }

    /// <summary>Weight of equal, unrelated variances in the covariances; null while unknown.</summary>
    public decimal? Shrinkage { get; init; }

    /// <summary>Market time at which the newest common candle ended.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What to hold against all of it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why the book is not among the allocations; null when it is.</summary>
    public string? BookReason { get; init; }

    /// <summary>Why nothing is known; null when something is.</summary>
    public string? Reason { get; init; }
}

/// <param name="Held">Worth in quote units of what all accounts hold of it, negative when short; null when unknown.</param>
/// <param name="Volatility">Per year.</param>
public sealed record PortfolioContractView(string Symbol, decimal? Held, decimal? Volatility);

/// <summary>One way to share the money out.</summary>
/// <param name="Method">Null is the book as it stands.</param>
/// <param name="Weights">In the order of the contracts, negative on the short side, which is the book's own; empty when there are none.</param>
/// <param name="RiskShares">Share of the variance that each contributes; below 0 for one that hedges.</param>
/// <param name="Volatility">Per year, of the money in contracts.</param>
/// <param name="Shortfall">Mean loss of the worst 5 % of the candles, as a fraction of the money in contracts.</param>
/// <param name="DiversificationRatio">Weighted volatilities over the portfolio's own; 1 for a single bet.</param>
/// <param name="EffectiveBets">Equal contributions that would be as spread; null where one hedges.</param>
/// <param name="EffectiveComponents">The same over uncorrelated parts: near 1 to 2 for coins that move together.</param>
/// <param name="Note">Why there are no weights, or what to hold against them.</param>
public sealed record PortfolioAllocationView(
    AllocationMethod? Method, IReadOnlyList<decimal> Weights, IReadOnlyList<decimal> RiskShares, decimal? Volatility, decimal? Shortfall,
    decimal? DiversificationRatio, decimal? EffectiveBets, decimal? EffectiveComponents, string? Note);
