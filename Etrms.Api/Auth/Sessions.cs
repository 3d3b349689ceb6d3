using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Auth;

/// <summary>
/// A session is a family of refresh tokens, of which one is unused. Each is used once and replaced; a used one that comes back
/// was stolen by somebody, so the whole family ends.
/// </summary>
internal sealed partial class Sessions(
    EtrmsDbContext database, AccessTokens accessTokens, EndedSessions ended, TimeProvider clock, ILogger<Sessions> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>Two requests of one client may refresh at once; the later one is no thief.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    public async Task<TokenView> StartAsync(UserRow user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await database.RefreshTokens.Where(row => row.UserId == user.Id && row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        return await IssueAsync(user, Guid.CreateVersion7(now), cancellationToken);
    }

    /// <summary>Null when the token is unknown, expired, revoked or was used before.</summary>
    public async Task<TokenView?> RefreshAsync(string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = HashOf(token);
        var row = await database.RefreshTokens.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken);
        if (row is null || row.RevokedAt is not null || row.ExpiresAt <= now)
        {
            return null;
        }

        var taken = await database.RefreshTokens.Where(other => other.Id == row.Id && other.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.UsedAt, now), cancellationToken);
        if (taken == 0 && row.UsedAt is { } usedAt && now - usedAt > Overlap)
        {
            RefreshTokenReused(row.FamilyId);
            await RevokeAsync(row.FamilyId, now, cancellationToken);
            return null;
        }

        var user = await database.Users.AsNoTracking().SingleAsync(user => user.Id == row.UserId, cancellationToken);
        return await IssueAsync(user, row.FamilyId, cancellationToken);
    }

    public async Task EndAsync(string token, CancellationToken cancellationToken)
    {
        var hash = HashOf(token);
        var family = await database.RefreshTokens.Where(row => row.TokenHash == hash).Select(row => (Guid?)row.FamilyId)
            .SingleOrDefaultAsync(cancellationToken);
        if (family is { } found)
        {
            await RevokeAsync(found, clock.GetUtcNow(), cancellationToken);
        }
    }

    public async Task EndAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var families = await database.RefreshTokens.Where(row => row.UserId == userId && row.RevokedAt == null && row.ExpiresAt > now)
            .Select(row => row.FamilyId).Distinct().ToListAsync(cancellationToken);
        foreach (var family in families)
        {
            await RevokeAsync(family, now, cancellationToken);
        }
    }

    /// <summary>Ends what can be refreshed, and the access token that is still out.</summary>
    private async Task RevokeAsync(Guid family, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.RefreshTokens.Where(row => row.FamilyId == family && row.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancellationToken);
        await ended.EndAsync(family, AccessTokens.Lifetime);
    }

    private async Task<TokenView> IssueAsync(UserRow user, Guid family, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var refresh = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        database.RefreshTokens.Add(new RefreshTokenRow
        {
            Id = Guid.CreateVersion7(now),
            UserId = user.Id,
            FamilyId = family,
            TokenHash = HashOf(refresh),
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        });
        await database.SaveChangesAsync(cancellationToken);
        var (access, expiresAt) = accessTokens.Issue(user.Id, user.UserName, family);
        return new TokenView(access, expiresAt, refresh, now + Lifetime, user.UserName);
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    [LoggerMessage(LogLevel.Warning, "A used refresh token came back; session {SessionId} is ended")]
    private partial void RefreshTokenReused(Guid sessionId);
}
