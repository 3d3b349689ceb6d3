using Etrms.Contracts;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Data;

internal static class SeriesEndpoints
{
    private const int MostCandles = 5_000;

    public static void MapSeries(this RouteGroupBuilder group)
    {
        group.MapGet("/series", List).WithSummary("Every stored series with what it covers");
        group.MapGet("/series/{id:int}/candles", Candles).WithSummary("Stored candles of a range, oldest first; at most 5,000");
        group.MapGet("/series/{id:int}/certificate", Certificate).WithSummary("The data-quality certificate of a series as it is now");
    }

    private static async Task<Ok<SeriesListView>> List(EtrmsDbContext database, CancellationToken cancellationToken)
    {
        var rows = await database.MarketSeries.AsNoTracking()
            .OrderBy(row => row.Exchange).ThenBy(row => row.Symbol).ThenBy(row => row.Kind).ThenBy(row => row.TimeframeSeconds).ThenBy(row => row.Source)
            .Select(row => new
            {
                Series = row,
                Verdict = database.SeriesCertificates.Where(certificate => certificate.SeriesId == row.Id && certificate.Revision == row.Revision)
                    .Select(certificate => (SeriesVerdict?)certificate.Verdict).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new SeriesListView([.. rows.Select(row => row.Series.ToView(row.Verdict))]));
    }

    private static async Task<Results<Ok<CandlesView>, ProblemHttpResult>> Candles(
        int id, DateTimeOffset from, DateTimeOffset to, EtrmsDbContext database, CandleStore store, CancellationToken cancellationToken)
    {
        if (await database.MarketSeries.FindAsync([id], cancellationToken) is not { TimeframeSeconds: > 0 } series)
        {
            return Problems.NotFound($"There is no series {id} of candles.");
        }

        if (to <= from || (to - from).TotalSeconds / series.TimeframeSeconds > MostCandles)
        {
            return Problems.Invalid("to", $"Must lie after from, by at most {MostCandles} candles.");
        }

        var candles = await store.ReadCandlesAsync(id, new TimeRange(from, to), cancellationToken);
        return TypedResults.Ok(new CandlesView(
            [.. candles.Select(candle => new CandleView(candle.OpenAt, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume))]));
    }

    private static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> Certificate(
        int id, CertificateStore store, CancellationToken cancellationToken) =>
        await store.ReadAsync(id, cancellationToken) is { } stored
            ? TypedResults.Ok(stored.ToView())
            : Problems.NotFound($"There is no series {id}.");
}

internal static class SeriesViews
{
    public static SeriesView ToView(this MarketSeriesRow row, SeriesVerdict? verdict) => new()
    {
        Id = row.Id,
        Exchange = row.Exchange,
        Symbol = row.Symbol,
        Kind = row.Kind,
        Timeframe = row.Key.Timeframe?.ToString(),
        Source = row.Source,
        Rows = row.RowCount,
        FirstAt = row.FirstAt,
        LastAt = row.LastAt,
        ChangedAt = row.ChangedAt,
        Verdict = verdict,
    };

    public static CertificateView ToView(this StoredCertificate stored)
    {
        var certificate = stored.Certificate;
        return new CertificateView
        {
            Series = stored.Series.ToView(certificate.Verdict),
            MadeAt = stored.MadeAt,
            Verdict = certificate.Verdict,
            ContentHash = certificate.ContentHash,
            Duplicates = certificate.Duplicates,
            OutOfOrder = certificate.OutOfOrder,
            Misaligned = certificate.Misaligned,
            Gaps = certificate.Gaps,
            MissingRows = certificate.MissingRows,
            LargestGaps = [.. certificate.LargestGaps.Select(gap => new GapView(gap.From, gap.To, gap.Missing))],
            Prices = certificate.Prices is { } prices ? ToView(prices) : null,
            Comparisons =
            [
                .. certificate.Comparisons.Select(comparison => new SourceComparisonView(
                    comparison.With, comparison.Compared, comparison.PriceDifferences, comparison.VolumeDifferences, comparison.FirstPriceDifferences)),
            ],
        };
    }

    private static PriceFindingsView ToView(PriceFindings prices) => new(
        prices.Invalid, prices.Stale.Rows, prices.Stale.Longest, prices.ZeroVolume.Rows, prices.ZeroVolume.Runs, prices.ZeroVolume.Longest,
        prices.Outliers, [.. prices.WorstMoves.Select(move => new PriceMoveView(move.At, move.Change))]);
}
