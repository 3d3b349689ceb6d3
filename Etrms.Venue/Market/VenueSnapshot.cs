using System.Text.Json;
using System.Text.Json.Serialization;
using Etrms.Domain.Backtesting;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>What the venue remembers over a restart.</summary>
/// <param name="FirstAt">Where the price data began: a made-up market is made up again from there.</param>
/// <param name="WantedStart">The start that was asked for; market time goes on only under the same wish.</param>
internal sealed record VenueSnapshot(
    PriceSource Source, DateTimeOffset FirstAt, DateTimeOffset? WantedStart, DateTimeOffset MarketAt,
    IReadOnlyDictionary<string, decimal> Overrides, ExchangeState Exchange)
{
    /// <summary>Null in a state from before the venue spoke Hyperliquid.</summary>
    public ExchangeState? Hyperliquid { get; init; }

    /// <summary>Whether market time and overrides go on, or only the accounts do.</summary>
    public bool Continues(PriceSource source, DateTimeOffset? wantedStart) => Source == source && WantedStart == wantedStart;
}

/// <summary>The snapshot's file. Each write replaces it as a whole, so that a crash leaves the former one.</summary>
internal sealed class VenueStateFile(IOptions<VenueOptions> options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private string? FullName =>
        options.Value.StateFolder is { Length: > 0 } folder ? Path.Combine(folder, "venue-state.json") : null;

    public bool IsKept => FullName is not null;

    public async Task<VenueSnapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        if (FullName is not { } name || !File.Exists(name))
        {
            return null;
        }

        await using var file = File.OpenRead(name);
        try
        {
            return await JsonSerializer.DeserializeAsync<VenueSnapshot>(file, Json, cancellationToken);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{name} cannot be read as the venue's state. Move it away to start afresh.", broken);
        }
    }

    /// <summary>Turned to bytes on the loop, so that the state cannot change underneath.</summary>
    public static byte[] Write(VenueSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, Json);

    public async Task ReplaceAsync(byte[] content, CancellationToken cancellationToken)
    {
        if (FullName is not { } name)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(name)!);
        var fresh = name + ".new";
        await using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(content, cancellationToken);
            await file.FlushAsync(cancellationToken);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }

        File.Move(fresh, name, overwrite: true);
    }
}
