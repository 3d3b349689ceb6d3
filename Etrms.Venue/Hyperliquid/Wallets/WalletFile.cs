using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Hyperliquid.Wallets;

/// <summary>Keeps the wallets over a restart: addresses and approvals, no private keys. Without a state folder nothing is kept.</summary>
internal sealed class WalletFile(IOptions<VenueOptions> options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private string? FullName => options.Value.StateFolder is { Length: > 0 } folder ? Path.Combine(folder, "hyperliquid-wallets.json") : null;

    public async Task<IReadOnlyList<Wallet>> ReadAsync(CancellationToken cancellationToken)
    {
        if (FullName is not { } name || !File.Exists(name))
        {
            return [];
        }

        await using var file = File.OpenRead(name);
        return await JsonSerializer.DeserializeAsync<List<Wallet>>(file, Json, cancellationToken) ?? [];
    }

    /// <summary>Replaces the file as a whole: a crash leaves the former one.</summary>
    public async Task WriteAsync(IEnumerable<Wallet> wallets, CancellationToken cancellationToken)
    {
        if (FullName is not { } name)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(name)!);
        var fresh = name + ".new";
        await using (var file = File.Create(fresh))
        {
            await JsonSerializer.SerializeAsync(file, wallets, Json, cancellationToken);
        }

        File.Move(fresh, name, overwrite: true);
    }
}
