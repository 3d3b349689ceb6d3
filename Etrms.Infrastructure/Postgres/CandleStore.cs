using System.Runtime.CompilerServices;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Etrms.Infrastructure.Postgres;

/// <summary>What a write did to a series; the same rows again change nothing.</summary>
public sealed record SeriesWrite(int SeriesId, long Inserted, long Changed);

/// <summary>Candles and funding of every series: written by COPY in one transaction, read in order of time.</summary>
public sealed class CandleStore(NpgsqlDataSource source, IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores candles, replacing what the series has at their times. Nothing is stored when the enumeration breaks.</summary>
    public Task<SeriesWrite> WriteAsync(SeriesKey key, IAsyncEnumerable<Candle> candles, CancellationToken cancellationToken) =>
        WriteAsync(key, RowKinds.Candles, candles, cancellationToken);

    /// <inheritdoc cref="WriteAsync(SeriesKey, IAsyncEnumerable{Candle}, CancellationToken)"/>
    public Task<SeriesWrite> WriteAsync(SeriesKey key, IAsyncEnumerable<FundingRate> rates, CancellationToken cancellationToken) =>
        WriteAsync(key, RowKinds.FundingRates, rates, cancellationToken);

    /// <summary>The series of a key; null when nothing of it was ever stored.</summary>
    public async Task<MarketSeriesRow?> FindAsync(SeriesKey key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seconds = SecondsOf(key);
        return await db.MarketSeries.AsNoTracking().SingleOrDefaultAsync(
            row => row.Exchange == key.Instrument.Exchange && row.Symbol == key.Instrument.Symbol && row.Kind == key.Kind
                && row.TimeframeSeconds == seconds && row.Source == key.Source,
            cancellationToken);
    }

    /// <summary>The candles of a range as one array, for what computes over them.</summary>
    public async Task<Candle[]> ReadCandlesAsync(int seriesId, TimeRange range, CancellationToken cancellationToken) =>
        await StreamAsync(seriesId, RowKinds.Candles, range, cancellationToken).ToArrayAsync(cancellationToken);

    /// <summary>The candles of a range, one by one.</summary>
    public IAsyncEnumerable<Candle> StreamCandlesAsync(int seriesId, TimeRange range, CancellationToken cancellationToken) =>
        StreamAsync(seriesId, RowKinds.Candles, range, cancellationToken);

    /// <summary>The funding of a range, one by one.</summary>
    public IAsyncEnumerable<FundingRate> StreamFundingAsync(int seriesId, TimeRange range, CancellationToken cancellationToken) =>
        StreamAsync(seriesId, RowKinds.FundingRates, range, cancellationToken);

    /// <summary>The stretches of a range in which rows follow each other by no more than a step; each ends after its last row.</summary>
    /// <param name="key">The series.</param>
    /// <param name="range">Where to look.</param>
    /// <param name="longestStep">The longest time between two rows without a gap.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<TimeRange>> ReadStretchesAsync(
        SeriesKey key, TimeRange range, TimeSpan longestStep, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } series)
        {
            return [];
        }

        var after = key.Timeframe?.Length ?? TimeSpan.FromMilliseconds(1);
        return key.Kind == SeriesKind.Funding
            ? await ReadStretchesAsync(series.Id, RowKinds.FundingRates, range, longestStep, after, cancellationToken)
            : await ReadStretchesAsync(series.Id, RowKinds.Candles, range, longestStep, after, cancellationToken);
    }

    internal static int SecondsOf(SeriesKey key) => (int)(key.Timeframe?.Length.TotalSeconds ?? 0);

    private async Task<IReadOnlyList<TimeRange>> ReadStretchesAsync<T>(
        int seriesId, RowKind<T> kind, TimeRange range, TimeSpan longestStep, TimeSpan after, CancellationToken cancellationToken)
    {
        // A stretch begins where the row before is too far away; names are constants of RowKinds.
        await using var command = source.CreateCommand($"""
            SELECT min(t), max(t) FROM (
                SELECT t, count(*) FILTER (WHERE is_first) OVER (ORDER BY t) AS stretch FROM (
                    SELECT {kind.Time} AS t, coalesce({kind.Time} - lag({kind.Time}) OVER (ORDER BY {kind.Time}) > $4, true) AS is_first
                    FROM {kind.Table} WHERE series_id = $1 AND {kind.Time} >= $2 AND {kind.Time} < $3) steps) numbered
            GROUP BY stretch ORDER BY 1
            """);
        command.Parameters.Add(new() { Value = seriesId });
        command.Parameters.Add(new() { Value = range.Start.ToUniversalTime() });
        command.Parameters.Add(new() { Value = range.End.ToUniversalTime() });
        command.Parameters.Add(new() { Value = longestStep });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var stretches = new List<TimeRange>();
        while (await rows.ReadAsync(cancellationToken))
        {
            stretches.Add(new TimeRange(new DateTimeOffset(rows.GetDateTime(0)), new DateTimeOffset(rows.GetDateTime(1)) + after));
        }

        return stretches;
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(
        int seriesId, RowKind<T> kind, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"SELECT {kind.Columns} FROM {kind.Table} WHERE series_id = $1 AND {kind.Time} >= $2 AND {kind.Time} < $3 ORDER BY {kind.Time}");
        command.Parameters.Add(new() { Value = seriesId });
        command.Parameters.Add(new() { Value = range.Start.ToUniversalTime() });
        command.Parameters.Add(new() { Value = range.End.ToUniversalTime() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            yield return kind.Read(rows);
        }
    }

    private async Task<SeriesWrite> WriteAsync<T>(SeriesKey key, RowKind<T> kind, IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var writer = new SeriesWriter<T>(connection, kind, clock.GetUtcNow());
        var write = await writer.WriteAsync(key, items, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return write;
    }
}
