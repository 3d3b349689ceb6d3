using Etrms.Domain.Market.History;
using Npgsql;
using NpgsqlTypes;

namespace Etrms.Infrastructure.Postgres;

/// <summary>
/// Writes rows of one series inside the caller's transaction. They go by binary COPY into a table of the transaction's own, and from there only
/// what is new or different into the series: COPY has no ON CONFLICT.
/// </summary>
internal sealed class SeriesWriter<T>(NpgsqlConnection connection, RowKind<T> kind, DateTimeOffset now)
{
    // Only the largest files need more than seconds; a statement that hangs ends all the same.
    private const int TimeoutSeconds = 300;

    public async Task<SeriesWrite> WriteAsync(SeriesKey key, IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {kind.Columns} FROM {kind.Table} WITH NO DATA", [], cancellationToken);
        await CopyAsync(items, cancellationToken);
        var seriesId = await LockSeriesAsync(key, cancellationToken);
        var (inserted, changed) = await MergeAsync(seriesId, cancellationToken);
        if (inserted + changed > 0)
        {
            await CountAsync(seriesId, inserted, cancellationToken);
        }

        return new SeriesWrite(seriesId, inserted, changed);
    }

    private async Task CopyAsync(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY staged ({kind.Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        copy.Timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(kind.TimeOf(item).ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken);
            foreach (var number in kind.NumbersOf(item))
            {
                await copy.WriteAsync(number, NpgsqlDbType.Numeric, cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>The series' row, made when new, stays locked until the commit: writers of one series follow each other.</summary>
    private async Task<int> LockSeriesAsync(SeriesKey key, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            INSERT INTO market_series (exchange, symbol, kind, timeframe_seconds, source, row_count, revision, changed_at)
            VALUES ($1, $2, $3, $4, $5, 0, 0, $6)
            ON CONFLICT (exchange, symbol, kind, timeframe_seconds, source) DO UPDATE SET symbol = excluded.symbol
            RETURNING id
            """,
            [Word(key.Instrument.Exchange), key.Instrument.Symbol, Word(key.Kind), CandleStore.SecondsOf(key), Word(key.Source), now]);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<(long Inserted, long Changed)> MergeAsync(int seriesId, CancellationToken cancellationToken)
    {
        var numbers = string.Join(", ", kind.Numbers);
        var excluded = string.Join(", ", kind.Numbers.Select(number => $"excluded.{number}"));
        var stored = string.Join(", ", kind.Numbers.Select(number => $"{kind.Table}.{number}"));

        // xmax is 0 on a row that this statement inserted. Of a time that came twice the last row counts, as if they had been written in turn.
        await using var command = Command(
            $"""
            WITH written AS (
                INSERT INTO {kind.Table} (series_id, {kind.Columns})
                SELECT DISTINCT ON ({kind.Time}) $1, {kind.Columns} FROM staged ORDER BY {kind.Time}, ctid DESC
                ON CONFLICT (series_id, {kind.Time}) DO UPDATE SET ({numbers}) = ROW ({excluded})
                WHERE ROW ({stored}) IS DISTINCT FROM ROW ({excluded})
                RETURNING xmax = 0 AS is_new)
            SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
            """,
            [seriesId]);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private Task CountAsync(int seriesId, long inserted, CancellationToken cancellationToken) => ExecuteAsync(
        $"""
        UPDATE market_series SET row_count = row_count + $2, revision = revision + 1, changed_at = $3,
            first_at = least(first_at, (SELECT min({kind.Time}) FROM staged)), last_at = greatest(last_at, (SELECT max({kind.Time}) FROM staged))
        WHERE id = $1
        """,
        [seriesId, inserted, now], cancellationToken);

    private async Task ExecuteAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Names in the text are constants of <see cref="RowKinds"/>; values are parameters.</summary>
    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
