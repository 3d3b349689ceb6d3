using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using StackExchange.Redis;

namespace Etrms.Api;

/// <summary>What an exception of the stores means for the caller.</summary>
internal static class DatabaseFailures
{
    /// <summary>True when the database or the bus is away, so that nothing is wrong with the request.</summary>
    public static bool IsOutage(Exception exception) => exception switch
    {
        RetryLimitExceededException or RedisException or SocketException or TimeoutException => true,
        PostgresException postgres => postgres.IsTransient || postgres.SqlState == PostgresErrorCodes.UndefinedTable,
        NpgsqlException => true,
        DbUpdateConcurrencyException => false,
        DbUpdateException { InnerException: { } inner } => IsOutage(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => IsOutage(inner),
        _ => false,
    };

    /// <summary>True when somebody else already has the name or id.</summary>
    public static bool IsDuplicate(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        DbUpdateException { InnerException: PostgresException inner } => IsDuplicate(inner),
        _ => false,
    };
}
