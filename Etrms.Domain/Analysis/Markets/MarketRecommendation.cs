using System.Collections.Immutable;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Domain.Analysis.Markets;

public enum RecommendationTopic
{
    Sizing,
    Strategy,
    Execution,
    Risk,
}

/// <summary>What an assessment speaks for. It is told to the trader and does nothing by itself.</summary>
/// <param name="Advice">In a word or two.</param>
/// <param name="Why">What it follows from.</param>
public sealed record MarketRecommendation(RecommendationTopic Topic, string Advice, string Why)
{
    /// <summary>One per topic that enough is known for.</summary>
    /// <param name="isReversal">The direction of a trend has just changed its side.</param>
    public static ImmutableArray<MarketRecommendation> Of(MarketAssessment assessment, bool isReversal)
    {
        var all = ImmutableArray.CreateBuilder<MarketRecommendation>();
        all.AddRange(new[] { Sizing(assessment), Strategy(assessment, isReversal), Execution(assessment), Risk(assessment) }.OfType<MarketRecommendation>());
        return all.ToImmutable();
    }

    /// <summary>That all is calm is said only when all is known.</summary>
    private static MarketRecommendation? Sizing(MarketAssessment assessment) => MarketAdvice.Of(assessment) switch
    {
        { Size: < 1, Reason: { } reason } => new(RecommendationTopic.Sizing, "reduced", reason),
        _ when !assessment.IsComplete => null,
        _ when assessment is { State: MarketState.Calm, Liquidity: LiquidityRegime.High, Volatility: VolatilityRegime.Low } =>
            new(RecommendationTopic.Sizing, "up to the limit", "a calm market with a deep book"),
        _ => new(RecommendationTopic.Sizing, "normal", "nothing calls for less"),
    };

    private static MarketRecommendation? Strategy(MarketAssessment assessment, bool isReversal) => assessment switch
    {
        { State: null } => null,
        { State: MarketState.Turbulent } => new(RecommendationTopic.Strategy, "stand aside", "moves far wider than usual"),
        { IsBreakout: true } => new(RecommendationTopic.Strategy, "breakout", "the last close left its range"),
        _ when isReversal => new(RecommendationTopic.Strategy, "reversal", "the trend changed its side"),
        { State: MarketState.Trend } => new(RecommendationTopic.Strategy, "trend-following", "a direction that lasts"),
        _ => new(RecommendationTopic.Strategy, "mean reversion", "a market without direction"),
    };

    private static MarketRecommendation? Execution(MarketAssessment assessment) => assessment.Liquidity is not { } liquidity ? null : liquidity switch
    {
        LiquidityRegime.Low => new(RecommendationTopic.Execution, "limit orders in small parts", "the book is thin"),
        LiquidityRegime.Medium => new(RecommendationTopic.Execution, "limit orders", "the book is as usual"),
        LiquidityRegime.High => new(RecommendationTopic.Execution, "market orders are cheap", "the book is deep"),
    };

    private static MarketRecommendation? Risk(MarketAssessment assessment) => MarketAdvice.Of(assessment) switch
    {
        { Drawdown: < 1, Reason: { } reason } => new(RecommendationTopic.Risk, "tolerate less drawdown", reason),
        _ when assessment.IsComplete => new(RecommendationTopic.Risk, "limits as configured", "nothing calls for less"),
        _ => null,
    };
}
