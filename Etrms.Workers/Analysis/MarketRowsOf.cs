using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Indicators.Volume;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Market;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Analysis;

/// <summary>The analysis in the shapes that are stored.</summary>
internal static class MarketRowsOf
{
    /// <summary>Of a chart that a page shows.</summary>
    private const int ShownCandles = 120;

    private const int ProfileBuckets = 40;

    private const int StoredLevels = 25;

    private const int ReturnDigits = 9;

    public static IEnumerable<MarketRegimeRow> Spells(InstrumentId instrument, CandleAnalyst candles, int newest) =>
        candles.Spells.TakeLast(newest).Select(spell => new MarketRegimeRow
        {
            Exchange = instrument.Exchange,
            Symbol = instrument.Symbol,
            TimeframeSeconds = (int)candles.Interval.TotalSeconds,
            FromAt = spell.From,
            UntilAt = spell.Until,
            State = spell.State,
            Bars = spell.Bars,
        });

    /// <summary>Rank and regime are those of the newest candle; of older ones nobody asked.</summary>
    public static IEnumerable<VolatilityMetricRow> Volatilities(InstrumentId instrument, CandleAnalyst candles, int newest) =>
        candles.Course(newest).Select(point => new VolatilityMetricRow
        {
            Exchange = instrument.Exchange,
            Symbol = instrument.Symbol,
            TimeframeSeconds = (int)candles.Interval.TotalSeconds,
            At = point.EndAt,
            CloseToClose = Of(point, VolatilityEstimator.CloseToClose),
            Ewma = MarketViews.Number(point.Ewma),
            Parkinson = Of(point, VolatilityEstimator.Parkinson),
            GarmanKlass = Of(point, VolatilityEstimator.GarmanKlass),
            RogersSatchell = Of(point, VolatilityEstimator.RogersSatchell),
            YangZhang = Of(point, VolatilityEstimator.YangZhang),
            Rank = point.EndAt == candles.Reading!.EndAt ? MarketViews.Number(candles.Reading.Rank) : null,
            Regime = point.EndAt == candles.Reading.EndAt ? candles.Reading.VolatilityRegime : null,
        });

    public static MarketDetailRow Detail(InstrumentId instrument, CandleAnalyst candles, VolatilityDetail detail, DateTimeOffset now) => new()
    {
        Exchange = instrument.Exchange,
        Symbol = instrument.Symbol,
        TimeframeSeconds = (int)candles.Interval.TotalSeconds,
        MadeAt = now,
        Detail = JsonSerializer.SerializeToElement(DetailView(candles, detail), EtrmsJson.Options),
    };

    public static LiquiditySnapshotRow Book(InstrumentId instrument, LiquidityReading reading) => new()
    {
        Exchange = instrument.Exchange,
        Symbol = instrument.Symbol,
        At = reading.At,
        Mid = reading.Mid,
        SpreadBps = decimal.Round(reading.SpreadBps, 6),
        BidDepth = decimal.Round(reading.Depth.BidNotional, 2),
        AskDepth = decimal.Round(reading.Depth.AskNotional, 2),
        Score = MarketViews.Number(reading.Score),
        Regime = reading.Regime,
        Book = JsonSerializer.SerializeToElement(BookView(reading), EtrmsJson.Options),
        Heat = BookColumn.Of(reading.Book) is { } column ? JsonSerializer.SerializeToElement(column, EtrmsJson.Options) : null,
    };

    public static BookView BookView(LiquidityReading reading) =>
        new(reading.At, reading.Mid, Levels(reading.Book.Bids), Levels(reading.Book.Asks));

    public static CorrelationMatrixRow Correlation(Exchange exchange, TimeSpan interval, CorrelationReading reading) => new()
    {
        Exchange = exchange,
        TimeframeSeconds = (int)interval.TotalSeconds,
        At = reading.EndAt,
        Returns = reading.Returns,
        Mean = MarketViews.Number(reading.Mean) ?? 0,
        EffectiveRank = MarketViews.Number(reading.EffectiveRank) ?? 0,
        Regime = reading.Regime,
        Symbols = JsonSerializer.SerializeToElement(reading.Contracts.Select(contract => contract.Symbol), EtrmsJson.Options),
        Matrix = JsonSerializer.SerializeToElement(
            Enumerable.Range(0, reading.Contracts.Length)
                .Select(row => Enumerable.Range(0, reading.Contracts.Length).Select(column => MarketViews.Number(reading.Matrix[row, column]) ?? 0)),
            EtrmsJson.Options),
    };

    public static MarketReturnsRow Returns(Exchange exchange, TimeSpan interval, CommonReturns common, DateTimeOffset now) => new()
    {
        Exchange = exchange,
        TimeframeSeconds = (int)interval.TotalSeconds,
        EndAt = common.EndAt,
        MadeAt = now,
        Symbols = JsonSerializer.SerializeToElement(common.Contracts.Select(contract => contract.Symbol), EtrmsJson.Options),
        Returns = JsonSerializer.SerializeToElement(
            common.Series.Select(series => series.Select(value => Math.Round(value, ReturnDigits))), EtrmsJson.Options),
    };

    private static MarketDetailView DetailView(CandleAnalyst candles, VolatilityDetail detail)
    {
        var shown = candles.Newest(ShownCandles);
        return new MarketDetailView
        {
            EndAt = candles.Reading!.EndAt,
            Cone = [.. detail.Cone.Select(ToView)],
            Term = detail.Garch is { } garch ? [.. garch.Points.Select(point => new TermPointView(point.Periods, MarketViews.Number(point.Volatility) ?? 0))] : [],
            LongRunVolatility = detail.IsNearIntegrated ? null : MarketViews.Number(detail.Garch?.LongRunVolatility),
            HalfLife = MarketViews.Number(detail.Garch?.HalfLife),
            IsNearIntegrated = detail.IsNearIntegrated,
            Performance = [.. candles.Performance.Select(each => each.ToView())],
            Candles = [.. shown.Select(candle => new CandleView(candle.OpenAt, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume))],
            Profile = Profile(shown),
            Moves = [.. candles.Moves.Select(moves => moves.ToView())],
            Phases = candles.ToPhases(),
            PhasesReason = candles.Phases.Reason,
            Shifts = candles.ToShifts(),
            Shapes = candles.ToShapes(),
        };
    }

    private static VolumeProfileView? Profile(ImmutableArray<Candle> candles)
    {
        var range = candles.IsEmpty ? 0 : candles.Max(candle => candle.High) - candles.Min(candle => candle.Low);
        if (range <= 0)
        {
            return null;
        }

        double[] prices = [.. candles.Select(candle => (double)((candle.High + candle.Low + candle.Close) / 3))];
        double[] volumes = [.. candles.Select(candle => (double)candle.Volume)];
        return VolumeProfile.Of(prices, volumes, (double)(range / ProfileBuckets)) is not { } profile ? null : new VolumeProfileView(
            [.. profile.Buckets.Select(bucket => new VolumeBucketView(MarketViews.Number(bucket.Price) ?? 0, MarketViews.Number(bucket.Volume) ?? 0))],
            PriceAt(profile, profile.Control), PriceAt(profile, profile.Low), PriceAt(profile, profile.High));
    }

    private static decimal PriceAt(VolumeProfile profile, int bucket) => MarketViews.Number(profile.Buckets[bucket].Price) ?? 0;

    private static ConeWindowView ToView(ConeWindow window) => new(
        window.Window, window.Count, MarketViews.Number(window.Least) ?? 0, [.. window.Quantiles.Select(quantile => MarketViews.Number(quantile) ?? 0)],
        MarketViews.Number(window.Most) ?? 0, MarketViews.Number(window.Mean) ?? 0, MarketViews.Number(window.Current) ?? 0, MarketViews.Number(window.Rank) ?? 0);

    private static decimal? Of(VolatilityPoint point, VolatilityEstimator estimator) =>
        MarketViews.Number(point.Estimates.First(estimate => estimate.Estimator == estimator).Value);

    private static IReadOnlyList<BookLevelView> Levels(ImmutableArray<BookLevel> levels) =>
        [.. levels.Take(StoredLevels).Select(level => new BookLevelView(level.Price, level.Quantity))];
}
