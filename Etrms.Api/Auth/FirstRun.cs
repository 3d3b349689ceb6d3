using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Auth;

/// <summary>Creates the one user. The set-up row's key lets it happen once, also when two processes try.</summary>
internal sealed class FirstRun(EtrmsDbContext database, Bells bells, TimeProvider clock)
{
    public Task<bool> IsCompleteAsync(CancellationToken cancellationToken) =>
        database.Setups.AnyAsync(row => row.OwnerId == Owner.Operator, cancellationToken);

    /// <summary>The new user; null when somebody else was first.</summary>
    public async Task<UserRow?> CompleteAsync(string userName, string password, bool demo, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var user = new UserRow { Id = Guid.CreateVersion7(now), UserName = userName, PasswordHash = Passwords.Hash(password), CreatedAt = now };
        database.Users.Add(user);
        database.Setups.Add(new SetupRow { UserId = user.Id, CompletedAt = now });
        database.Record(now, userName, "setup.completed", user.Id.ToString(), new { Demo = demo });
        if (demo)
        {
            database.OperatorCommands.Add(
                CommandOrder.Of(Guid.CreateVersion7(now), CommandKinds.SetUpDemo, new PlainCommand(), userName).ToRow(now));
        }

        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException taken) when (DatabaseFailures.IsDuplicate(taken))
        {
            database.ChangeTracker.Clear();
            return null;
        }

        await bells.RingAsync(Bell.Commands);
        return user;
    }
}
