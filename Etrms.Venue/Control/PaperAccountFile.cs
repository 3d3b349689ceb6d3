using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Control;

/// <summary>
/// Keeps the accounts' keys over a restart, so that a key stored elsewhere goes on working. Only the venue's user may read it.
/// Without a state folder nothing is kept.
/// </summary>
internal sealed class PaperAccountFile(IOptions<VenueOptions> options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string? FullName => options.Value.StateFolder is { Length: > 0 } folder ? Path.Combine(folder, "paper-accounts.json") : null;

    public async Task<IReadOnlyList<PaperAccount>> ReadAsync(CancellationToken cancellationToken)
    {
        if (FullName is not { } name || !File.Exists(name))
        {
            return [];
        }

        await using var file = File.OpenRead(name);
        return await JsonSerializer.DeserializeAsync<List<PaperAccount>>(file, Json, cancellationToken) ?? [];
    }

    /// <summary>Replaces the file as a whole: a crash leaves the former one.</summary>
    public async Task WriteAsync(IEnumerable<PaperAccount> accounts, CancellationToken cancellationToken)
    {
        if (FullName is not { } name)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(name)!);
        var fresh = name + ".new";
        var access = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(fresh, access))
        {
            await JsonSerializer.SerializeAsync(file, accounts, Json, cancellationToken);
        }

        File.Move(fresh, name, overwrite: true);
    }
}
