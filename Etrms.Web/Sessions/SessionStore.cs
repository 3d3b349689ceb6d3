using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Etrms.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Etrms.Web.Sessions;

/// <summary>Keeps the tokens of every session in memory and, encrypted, in the state folder, so that a restart logs nobody out.</summary>
internal sealed class SessionStore
{
    private const int IdBytes = 32;

    private readonly ConcurrentDictionary<string, PortalSession> _sessions = new(StringComparer.Ordinal);
    private readonly IDataProtector _protector;
    private readonly TimeProvider _clock;
    private readonly string _folder;

    public SessionStore(IDataProtectionProvider protection, IOptions<SessionOptions> options, TimeProvider clock)
    {
        _protector = protection.CreateProtector("Etrms.Web.Sessions");
        _clock = clock;
        _folder = Path.Combine(options.Value.Folder, "sessions");
        Directory.CreateDirectory(_folder);
        DeleteOutdated();
    }

    public async Task<PortalSession> CreateAsync(TokenView tokens, CancellationToken cancellationToken)
    {
        var session = new PortalSession(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), tokens);
        _sessions[session.Id] = session;
        await SaveAsync(session, cancellationToken);
        return session;
    }

    public async Task<PortalSession?> FindAsync(string id, CancellationToken cancellationToken) =>
        _sessions.TryGetValue(id, out var session) ? session : await LoadAsync(id, cancellationToken);

    public Task SaveAsync(PortalSession session, CancellationToken cancellationToken) => File.WriteAllBytesAsync(
        PathOf(session.Id), _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(session.Tokens, EtrmsJson.Options)), cancellationToken);

    public void Remove(string id)
    {
        _sessions.TryRemove(id, out _);
        File.Delete(PathOf(id));
    }

    private async Task<PortalSession?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length != IdBytes * 2 || !id.All(char.IsAsciiHexDigitLower) || !File.Exists(PathOf(id)))
        {
            return null;
        }

        try
        {
            var stored = _protector.Unprotect(await File.ReadAllBytesAsync(PathOf(id), cancellationToken));
            var tokens = JsonSerializer.Deserialize<TokenView>(stored, EtrmsJson.Options);
            return tokens is null ? null : _sessions.GetOrAdd(id, new PortalSession(id, tokens));
        }
        catch (CryptographicException)
        {
            // Written under a key ring that is gone: the trader logs in again.
            File.Delete(PathOf(id));
            return null;
        }
    }

    private void DeleteOutdated()
    {
        var oldest = _clock.GetUtcNow() - SessionOptions.LongestLife;
        foreach (var file in Directory.EnumerateFiles(_folder).Where(file => File.GetLastWriteTimeUtc(file) < oldest.UtcDateTime))
        {
            File.Delete(file);
        }
    }

    private string PathOf(string id) => Path.Combine(_folder, id);
}
