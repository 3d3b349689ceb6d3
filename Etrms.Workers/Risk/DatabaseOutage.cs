using System.Net.Sockets;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Etrms.Workers.Risk;

/// <summary>Tells a database that does not answer, which the worker survives, from an error in what was asked.</summary>
internal static class DatabaseOutage
{
    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        PostgresException refused => refused.IsTransient,
        NpgsqlException or TimeoutException or SocketException => true,
        RetryLimitExceededException or InvalidOperationException => Is(failure.InnerException),
        _ => false,
    };
}
