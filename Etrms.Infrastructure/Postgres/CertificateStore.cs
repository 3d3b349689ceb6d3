using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>A series' certificate and when it was made.</summary>
public sealed record StoredCertificate(MarketSeriesRow Series, SeriesCertificate Certificate, DateTimeOffset MadeAt);

/// <summary>Certificates are made once for each state of a series and kept beside it.</summary>
public sealed class CertificateStore(CandleStore candles, IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeRange Always = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));

    /// <summary>A month of minutes is some 40,000 rows. Windows begin at midnight, so that no candle up to a day lies in two of them.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>The certificate of the rows as they are now; null when there is no such series.</summary>
    public async Task<StoredCertificate?> ReadAsync(int seriesId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.MarketSeries.AsNoTracking().SingleOrDefaultAsync(row => row.Id == seriesId, cancellationToken) is not { } series)
        {
            return null;
        }

        var stored = await db.SeriesCertificates.AsNoTracking().SingleOrDefaultAsync(row => row.SeriesId == seriesId, cancellationToken);
        if (stored?.Revision == series.Revision)
        {
            return new StoredCertificate(series, stored.Content.Deserialize<SeriesCertificate>(EtrmsJson.Stored)!, stored.MadeAt);
        }

        var certificate = await MakeAsync(db, series, cancellationToken);
        var row = new SeriesCertificateRow
        {
            SeriesId = seriesId,
            Revision = series.Revision,
            Verdict = certificate.Verdict,
            Content = JsonSerializer.SerializeToElement(certificate, EtrmsJson.Stored),
            MadeAt = clock.GetUtcNow(),
        };
        await db.UpsertNewerAsync([row], nameof(SeriesCertificateRow.Revision), cancellationToken);
        return new StoredCertificate(series, certificate, row.MadeAt);
    }

    private async Task<SeriesCertificate> MakeAsync(EtrmsDbContext db, MarketSeriesRow series, CancellationToken cancellationToken)
    {
        if (series.Key.Timeframe is not { } timeframe)
        {
            return await CheckFundingAsync(series, cancellationToken);
        }

        using var builder = CertificateBuilder.ForCandles(timeframe, hasVolume: series.Kind != SeriesKind.Mark);
        await foreach (var candle in candles.StreamCandlesAsync(series.Id, Always, cancellationToken))
        {
            builder.Add(candle);
        }

        var comparisons = new List<SourceComparison>();
        foreach (var other in await ComparableAsync(db, series, cancellationToken))
        {
            if (await CompareAsync(series, other, cancellationToken) is { } comparison)
            {
                comparisons.Add(comparison);
            }
        }

        return builder.Finish() with { Comparisons = [.. comparisons] };
    }

    private async Task<SeriesCertificate> CheckFundingAsync(MarketSeriesRow series, CancellationToken cancellationToken)
    {
        using var builder = CertificateBuilder.ForFunding(FundingSteps.Longest(series.Exchange));
        await foreach (var rate in candles.StreamFundingAsync(series.Id, Always, cancellationToken))
        {
            builder.Add(rate);
        }

        return builder.Finish();
    }

    /// <summary>Series that must hold the same: of another source, or finer. Paper and testnet prices are their own and compare only with themselves.</summary>
    private static async Task<IReadOnlyList<MarketSeriesRow>> ComparableAsync(
        EtrmsDbContext db, MarketSeriesRow series, CancellationToken cancellationToken)
    {
        if (series.TimeframeSeconds > TimeSpan.SecondsPerDay)
        {
            return [];
        }

        var others = await db.MarketSeries.AsNoTracking()
            .Where(row => row.Id != series.Id && row.Exchange == series.Exchange && row.Symbol == series.Symbol && row.Kind == series.Kind
                && row.TimeframeSeconds > 0 && series.TimeframeSeconds % row.TimeframeSeconds == 0)
            .OrderBy(row => row.TimeframeSeconds).ThenBy(row => row.Source).ToListAsync(cancellationToken);
        return [.. others.Where(other => IsReal(other.Source) == IsReal(series.Source) && (IsReal(series.Source) || other.Source == series.Source))];
    }

    private static bool IsReal(SeriesSource source) => source is SeriesSource.Live or SeriesSource.Import;

    private async Task<SourceComparison?> CompareAsync(MarketSeriesRow series, MarketSeriesRow other, CancellationToken cancellationToken)
    {
        var (timeframe, finer) = (series.Key.Timeframe!.Value, other.Key.Timeframe!.Value);
        var comparison = new SeriesComparison(other.Key.ToString());
        foreach (var window in Overlap(series, other).Pieces(Window))
        {
            var ours = await candles.ReadCandlesAsync(series.Id, window, cancellationToken);
            var theirs = await candles.ReadCandlesAsync(other.Id, window, cancellationToken);
            comparison.Add(ours, finer == timeframe ? theirs : SeriesComparison.Aggregate(theirs, finer, timeframe).AsSpan());
        }

        return comparison.Finish();
    }

    private static TimeRange Overlap(MarketSeriesRow one, MarketSeriesRow other)
    {
        var start = one.FirstAt > other.FirstAt ? one.FirstAt : other.FirstAt;
        var last = one.LastAt < other.LastAt ? one.LastAt : other.LastAt;
        return new TimeRange(Midnight(start!.Value), Midnight(last!.Value).AddDays(1));
    }

    private static DateTimeOffset Midnight(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);
}
