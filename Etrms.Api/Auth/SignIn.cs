using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Auth;

internal enum SignInVerdict
{
    Right,
    Wrong,
    Locked,
}

/// <param name="User">Set when the password was right.</param>
/// <param name="Wait">How long to wait when locked.</param>
internal sealed record SignInResult(SignInVerdict Verdict, UserRow? User = null, TimeSpan Wait = default);

/// <summary>
/// Checks a password; five wrong ones in a row cost a short wait. Counted in the database, so that more Api processes give no more
/// tries.
/// </summary>
internal sealed class SignIn(EtrmsDbContext database, TimeProvider clock)
{
    private const int FreeTries = 5;

    /// <summary>Short, because a trader may need to get in while somebody else guesses.</summary>
    private static readonly TimeSpan Lock = TimeSpan.FromSeconds(30);

    public async Task<SignInResult> CheckAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var user = await database.Users.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OwnerId == Owner.Operator && row.UserName == userName, cancellationToken);
        if (user?.LockedUntil is { } until && until > now)
        {
            return new SignInResult(SignInVerdict.Locked, Wait: until - now);
        }

        if (!Passwords.Verify(password, user?.PasswordHash))
        {
            await CountFailureAsync(userName, now, cancellationToken);
            return new SignInResult(SignInVerdict.Wrong);
        }

        await database.Users.Where(row => row.Id == user!.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.FailedLogins, 0)
                    .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.LastLoginAt, now),
                cancellationToken);
        return new SignInResult(SignInVerdict.Right, user);
    }

    public async Task SetPasswordAsync(UserRow user, string password, CancellationToken cancellationToken)
    {
        var hash = Passwords.Hash(password);
        await database.Users.Where(row => row.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, hash), cancellationToken);
        database.Record(clock.GetUtcNow(), user.UserName, "password.changed", user.Id.ToString());
        await database.SaveChangesAsync(cancellationToken);
    }

    private Task<int> CountFailureAsync(string userName, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? until = now + Lock;
        return database.Users.Where(row => row.OwnerId == Owner.Operator && row.UserName == userName)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.FailedLogins, row => row.FailedLogins + 1)
                    .SetProperty(row => row.LockedUntil, row => row.FailedLogins + 1 >= FreeTries ? until : row.LockedUntil),
                cancellationToken);
    }
}
