using Npgsql;

namespace Etrms.Workers.Jobs;

/// <summary>The seat of the one worker that announces: a lock that PostgreSQL frees by itself when its holder's connection ends.</summary>
internal sealed class AnnouncerSeat(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>Any number that nothing else locks.</summary>
    private const long Seat = 7_405_661_023;

    private NpgsqlConnection? _connection;

    /// <summary>True when this worker has the seat, be it since before.</summary>
    public async Task<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } held)
        {
            if (held.State == System.Data.ConnectionState.Open && await AnswersAsync(held, cancellationToken))
            {
                return true;
            }

            _connection = null;
            await held.DisposeAsync();
        }

        var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Seat } } };
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
        {
            _connection = connection;
            return true;
        }

        await connection.DisposeAsync();
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task<bool> AnswersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            return await command.ExecuteScalarAsync(cancellationToken) is not null;
        }
        catch (NpgsqlException)
        {
            // The lock went with the connection; the caller tries to get it anew.
            return false;
        }
    }
}
