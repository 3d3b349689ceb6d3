using System.Net.Sockets;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Etrms.Workers.Risk;

/// <summary>Tells a database that does not answer, which the worker survives, from an error in what was asked.</summary>
internal static class DatabaseOutage
{
    /// <summary>idle_in_transaction_session_timeout: this process slept in the middle of a save, and the session is gone.</summary>
    private const string IdleInTransaction = "25P03";

    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        PostgresException { SqlState: IdleInTransaction } => true,
        PostgresException refused => refused.IsTransient,
        NpgsqlException or TimeoutException or SocketException => true,
        RetryLimitExceededException or InvalidOperationException => Is(failure.InnerException),
        _ => false,
    };
}
