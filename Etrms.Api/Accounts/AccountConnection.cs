using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Infrastructure.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Accounts;

/// <summary>
/// Stores accounts and keys as pending together with the command that lets the worker prove them. The worker makes them active or deletes
/// them, so that nothing unproven is left (nothing stored half).
/// </summary>
internal sealed class AccountConnection(EtrmsDbContext database, ExchangeKeyVault vault, CommandDesk desk, Bells bells, TimeProvider clock)
{
    /// <summary>Named by the request's key, so that a repeated request finds the same account.</summary>
    public static Guid AccountOf(CommandCall call) => call.Key.Part("account");

    /// <summary>The answered command; null when the name is taken.</summary>
    public async Task<OperatorCommandRow?> ConnectAsync(CreateAccountRequest body, CommandCall call, CancellationToken cancellationToken)
    {
        var (id, name) = (AccountOf(call), body.Name.Trim());
        var order = CommandOrder.Of(call.Key.Id, CommandKinds.ConnectAccount, new AccountCommand(id), call.Operator);
        if (await call.RepeatedAsync(CommandKinds.ConnectAccount, cancellationToken) is null)
        {
            if (await IsTakenAsync(name, id, cancellationToken))
            {
                return null;
            }

            database.ExchangeAccounts.Add(new ExchangeAccountRow
            {
                Id = id,
                Name = name,
                Exchange = body.Exchange.GetValueOrDefault(),
                Network = body.Network.GetValueOrDefault(),
                TradesFor = body.TradesFor,
                State = ExchangeAccountState.Pending,
                CreatedAt = clock.GetUtcNow(),
            });
            database.ExchangeKeys.Add(vault.Seal(id, body.ApiKey, body.ApiSecret));
            database.Record(
                clock.GetUtcNow(), call.Operator, "account.connecting", id.ToString(), new { name, body.Exchange, body.Network, body.TradesFor });
            if (!await SaveAsync(order, cancellationToken))
            {
                return null;
            }
        }

        return await desk.SubmitAsync(order, CommandDesk.VenueWait, cancellationToken);
    }

    /// <summary>The answered command; the former key stays active until the worker has proven the new one.</summary>
    public async Task<OperatorCommandRow?> RotateKeyAsync(
        Guid account, RotateKeyRequest body, CommandCall call, CancellationToken cancellationToken)
    {
        var order = CommandOrder.Of(call.Key.Id, CommandKinds.ConnectAccount, new AccountCommand(account), call.Operator);
        if (await call.RepeatedAsync(CommandKinds.ConnectAccount, cancellationToken) is null)
        {
            database.ExchangeKeys.RemoveRange(await database.ExchangeKeys
                .Where(row => row.AccountId == account && row.State == ExchangeKeyState.Pending).ToListAsync(cancellationToken));
            database.ExchangeKeys.Add(vault.Seal(account, body.ApiKey, body.ApiSecret));
            database.Record(clock.GetUtcNow(), call.Operator, "key.rotating", account.ToString());
            if (!await SaveAsync(order, cancellationToken))
            {
                return null;
            }
        }

        return await desk.SubmitAsync(order, CommandDesk.VenueWait, cancellationToken);
    }

    /// <summary>The renamed row, or the problem; neither when there is no such account.</summary>
    public async Task<(ExchangeAccountRow? Row, ProblemHttpResult? Problem)> RenameAsync(
        Guid id, string name, string operatorName, CancellationToken cancellationToken)
    {
        var row = await database.ExchangeAccounts.SingleOrDefaultAsync(
            account => account.Id == id && account.State == ExchangeAccountState.Active, cancellationToken);
        if (row is null)
        {
            return (null, null);
        }

        if (await IsTakenAsync(name, id, cancellationToken))
        {
            return (null, NameTaken(name));
        }

        database.Record(clock.GetUtcNow(), operatorName, "account.renamed", id.ToString(), new { From = row.Name, To = name });
        row.Name = name;
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException taken) when (DatabaseFailures.IsDuplicate(taken))
        {
            return (null, NameTaken(name));
        }

        await bells.RingAsync(Bell.Configuration);
        return (row, null);
    }

    /// <summary>Asked first, so that only a race meets the unique index.</summary>
    private Task<bool> IsTakenAsync(string name, Guid id, CancellationToken cancellationToken) =>
        database.ExchangeAccounts.AnyAsync(row => row.OwnerId == Owner.Operator && row.Name == name && row.Id != id, cancellationToken);

    private static ProblemHttpResult NameTaken(string name) => Problems.Conflict("name", $"There is already an account named {name}.");

    /// <summary>The rows and the command in one transaction; false when a name or key collides.</summary>
    private async Task<bool> SaveAsync(CommandOrder order, CancellationToken cancellationToken)
    {
        database.OperatorCommands.Add(order.ToRow(clock.GetUtcNow()));
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException taken) when (DatabaseFailures.IsDuplicate(taken))
        {
            return false;
        }
    }
}
