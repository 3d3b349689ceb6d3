using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using StackExchange.Redis;

namespace Etrms.Infrastructure.Redis;

/// <summary>The newest book of each analysed contract, for whoever looks at one: newer than what is stored, and gone a moment after the analysis is.</summary>
public sealed class LiveBooks(RedisConnection redis)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(15);

    /// <summary>False when Redis is not there: the stored books serve then.</summary>
    public Task<bool> SaveAsync(IReadOnlyCollection<(InstrumentId Instrument, BookView Book)> books) => redis.TrySendAsync(async connection =>
    {
        var database = connection.GetDatabase();
        foreach (var (instrument, book) in books)
        {
            await database.StringSetAsync(KeyOf(instrument), JsonSerializer.Serialize(book, EtrmsJson.Options), KeepFor, flags: CommandFlags.FireAndForget);
        }
    });

    /// <summary>Null when there is none or Redis is not there.</summary>
    public async Task<BookView?> ReadAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        await redis.TryReadAsync(KeyOf(instrument), cancellationToken) is { } json ? JsonSerializer.Deserialize<BookView>(json, EtrmsJson.Options) : null;

    private static string KeyOf(InstrumentId instrument) => $"etrms:book:{instrument}";
}
