using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Risk;

namespace Etrms.Workers.Analysis;

/// <summary>The analysis in the shapes that others see. Statistics are rounded here on their way back to decimals.</summary>
internal static class MarketViews
{
    private const int Digits = 6;

    /// <summary>Of each side.</summary>
    private const int ShownWalls = 4;

    public static ContractMarketView ToView(this ContractAnalysis analysis, DateTimeOffset marketNow, AnalystRules rules, RiskSettings settings)
    {
        var asked = MarketAdvice.Of(analysis.Assessment);
        var inForce = asked.Within(settings.MarketSizeCut, settings.MarketDrawdownCut, settings.MarketStopWidening);
        var isReversal = analysis.Candles[0].IsFresh(marketNow) && analysis.Candles[0].Reading?.Regime is { Turn: RegimeTurn.Reversal };
        return new ContractMarketView
        {
            Exchange = analysis.Instrument.Exchange,
            Symbol = analysis.Instrument.Symbol,
            Regimes = [.. analysis.Candles.Select(candles => candles.ToView(analysis.IsHeard && candles.IsFresh(marketNow)))],
            Liquidity = analysis.Liquidity.ToView(analysis.Walls, rules),
            Correlation = analysis.Assessment.Correlation,
            Advice = new MarketAdviceView(
                Share(asked.Size), Share(asked.Stop), Share(asked.Drawdown), Share(inForce.Size), Share(inForce.Stop), Share(inForce.Drawdown), asked.Reason),
            Recommendations =
            [
                .. MarketRecommendation.Of(analysis.Assessment, isReversal)
                    .Select(each => new RecommendationView(each.Topic.ToString().ToUpperInvariant(), each.Advice, each.Why)),
            ],
            Reason = analysis.Unknown,
        };
    }

    public static CorrelationBriefView ToBrief(this CorrelationReading? reading, Exchange exchange, TimeSpan interval) => new(
        exchange, NameOf(interval), reading?.Contracts.Length ?? 0, Number(reading?.Mean), Number(reading?.EffectiveRank), reading?.Regime, reading?.EndAt,
        reading is null ? "too few contracts share enough candles" : null);

    public static StatePerformanceView ToView(this StatePerformance performance) => new(
        performance.State, performance.Bars, Number(performance.MeanReturn, 10), Number(performance.Deviation, 10), Number(performance.TotalReturn) ?? 0);

    public static string NameOf(TimeSpan interval) => Timeframe.Of(interval).ToString();

    /// <summary>Null for what is unknown or no number of this world.</summary>
    public static decimal? Number(double? value, int digits = Digits) =>
        value is { } known && double.IsFinite(known) && Math.Abs(known) < 1e15 ? decimal.Round((decimal)known, digits) : null;

    private static RegimeView ToView(this CandleAnalyst candles, bool isFresh) => candles.Reading is not { } reading || !isFresh
        ? new RegimeView { Timeframe = NameOf(candles.Interval), EndAt = candles.Reading?.EndAt }
        : new RegimeView
        {
            Timeframe = NameOf(candles.Interval),
            EndAt = reading.EndAt,
            State = reading.State,
            Bars = reading.State is null ? null : candles.StateBars,
            Since = candles.Since,
            Direction = reading.Regime?.Direction,
            Turn = reading.Regime?.Turn,
            TrendStrength = Number(reading.Regime?.TrendStrength),
            VolatilityRatio = Number(reading.Regime?.VolatilityRatio),
            Next = [.. candles.Next.Select((probability, state) => new StateChanceView((MarketState)state, probability))],
            Phase = candles.Phases.Reading.ToBrief(),
            Volatility = Number(reading.Volatility),
            VolatilityRank = Number(reading.Rank),
            VolatilityRegime = reading.VolatilityRegime,
        };

    private static LiquidityView ToView(this LiquidityReading? reading, ImmutableArray<RestingWall> walls, AnalystRules rules) => reading is null
        ? new LiquidityView { DepthWithinBps = rules.DepthWithinBps }
        : new LiquidityView
        {
            At = reading.At,
            Mid = reading.Mid,
            SpreadBps = Share(reading.SpreadBps),
            Microprice = decimal.Round(reading.Microprice, 10),
            BidDepth = decimal.Round(reading.Depth.BidNotional, 2),
            AskDepth = decimal.Round(reading.Depth.AskNotional, 2),
            DepthWithinBps = rules.DepthWithinBps,
            Score = Number(reading.Score),
            Regime = reading.Regime,
            Deviation = reading.Deviation is { } deviation
                ? new BookDeviationView(Number(deviation.Spread) ?? 0, Number(deviation.Depth) ?? 0, reading.IsAnomalous)
                : null,
            Walls = [.. walls.Where(wall => wall.IsBid).Take(ShownWalls).Concat(walls.Where(wall => !wall.IsBid).Take(ShownWalls)).Select(ToView)],
        };

    private static WallView ToView(RestingWall wall) => new(wall.IsBid, wall.Price, wall.Size, wall.Executed, wall.From, wall.IsSeenToCome);

    private static decimal Share(decimal value) => decimal.Round(value, Digits);
}
