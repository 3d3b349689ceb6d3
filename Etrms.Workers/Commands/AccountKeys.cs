using Etrms.Contracts;
using Etrms.Exchanges;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Risk;
using Etrms.Workers.Risk.Pumps;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Commands;

/// <summary>
/// Proves keys on the venue: of a new account, of a changed key, or on request. What is refused leaves nothing half stored.
/// </summary>
internal sealed class AccountKeys(
    IDbContextFactory<EtrmsDbContext> contexts, AccountRegister register, AccountPumps pumps, MonitoredAccounts accounts, TimeProvider clock)
    : ICommandHandler
{
    public IReadOnlyCollection<string> Kinds => [CommandKinds.ConnectAccount, CommandKinds.TestKey];

    public Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var account = EngineCommands.Payload<AccountCommand>(row).AccountId;
        return row.Kind == CommandKinds.ConnectAccount ? ConnectAsync(account, cancellationToken) : TestAsync(account, cancellationToken);
    }

    /// <summary>Proves the account's new key and takes it into use, or forgets it.</summary>
    public async Task<CommandOutcome> ConnectAsync(Guid account, CancellationToken cancellationToken)
    {
        if (await register.FindAsync(account, ExchangeKeyState.Pending, cancellationToken) is not { } stored)
        {
            return CommandOutcome.Refused("The account has no new key to prove.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (OtherNetwork(stored.Row) is { } mixes)
        {
            await DropAsync(db, stored, cancellationToken);
            return CommandOutcome.Refused(mixes, "network");
        }

        var (permissions, refusal) = await JudgeAsync(stored, cancellationToken);
        if (refusal is not null)
        {
            await DropAsync(db, stored, cancellationToken);
            return CommandOutcome.Refused(refusal, "api_key");
        }

        await ActivateAsync(db, stored, permissions, cancellationToken);
        await pumps.OpenAsync(stored, cancellationToken);
        return CommandOutcome.Done;
    }

    /// <summary>Proves a disabled key once more and takes it into use; refused, it stays disabled.</summary>
    public async Task<CommandOutcome> EnableAsync(Guid account, CancellationToken cancellationToken)
    {
        if (await register.FindAsync(account, ExchangeKeyState.Disabled, cancellationToken) is not { } stored)
        {
            return CommandOutcome.Refused("The account has no disabled key.");
        }

        if (OtherNetwork(stored.Row) is { } mixes)
        {
            return CommandOutcome.Refused(mixes);
        }

        var (permissions, refusal) = await JudgeAsync(stored, cancellationToken);
        if (refusal is not null)
        {
            return CommandOutcome.Refused(refusal);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await ActivateAsync(db, stored, permissions, cancellationToken);
        await pumps.OpenAsync(stored, cancellationToken);
        return CommandOutcome.Done;
    }

    private async Task<CommandOutcome> TestAsync(Guid account, CancellationToken cancellationToken)
    {
        if (await register.FindAsync(account, ExchangeKeyState.Active, cancellationToken) is not { } stored)
        {
            return CommandOutcome.Refused("The account has no key in use.");
        }

        var (permissions, refusal) = await JudgeAsync(stored, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await db.ExchangeKeys.Where(key => key.Id == stored.Key.Id).ExecuteUpdateAsync(
            set => set.SetProperty(key => key.TestedAt, now).SetProperty(key => key.Detail, refusal)
                .SetProperty(key => key.CanTrade, permissions == null ? null : permissions.CanTradeFutures)
                .SetProperty(key => key.CanWithdraw, permissions == null ? null : permissions.CanWithdraw)
                .SetProperty(key => key.IsIpRestricted, permissions == null ? null : permissions.IsIpRestricted),
            cancellationToken);
        return new CommandOutcome(refusal);
    }

    /// <summary>Reads what the key may do; a venue that does not tell is asked for the account instead.</summary>
    private async Task<(KeyPermissions? Permissions, string? Refusal)> JudgeAsync(StoredAccount stored, CancellationToken cancellationToken)
    {
        var feed = register.Connect(stored).Feed;
        var permissions = await feed.ReadPermissionsAsync(cancellationToken);
        switch (permissions)
        {
            case ExchangeOutcome<KeyPermissions>.Accepted { Value: var known }:
                return (known, RefusalOf(known));
            case ExchangeOutcome<KeyPermissions>.Rejected { Rejection: { Class: RejectionClass.Retry or RejectionClass.Throttled } busy }:
                return (null, $"The exchange could not be asked about the key just now ({busy.Code}): {busy.Message} Try again in a minute.");
            case ExchangeOutcome<KeyPermissions>.Rejected { Rejection: var rejection }:
                return (null, $"The exchange refused the key ({rejection.Code}): {rejection.Message} {HintFor(stored.Row)}");
            default:
                var account = await feed.ReadSnapshotAsync(cancellationToken);
                return (null, account is ExchangeOutcome<Domain.Trading.AccountSnapshot>.Accepted
                    ? null
                    : "The exchange did not answer, so the key could not be proven. Try again.");
        }
    }

    /// <summary>A key of another network is just unknown to the venue, so the trader is told what else to look at.</summary>
    private static string HintFor(ExchangeAccountRow row) => row.Network switch
    {
        AccountNetwork.Paper => "Check that it is a key of the built-in paper venue.",
        AccountNetwork.Testnet => $"Check that it is a key of {row.Exchange}'s testnet and not of the live exchange.",
        AccountNetwork.Live => $"Check that it is a key of {row.Exchange} and not of its testnet, and that this machine's address may use it.",
    };

    private static string? RefusalOf(KeyPermissions permissions) => permissions switch
    {
        { CanWithdraw: true } => "This key may withdraw money. ETRMS refuses such keys: make one without the right to withdraw.",
        { CanTradeFutures: false } => "This key may not trade futures, so ETRMS could not close a position with it.",
        { CanRead: false } => "This key may not read the account.",
        _ => null,
    };

    /// <summary>
    /// Prices of the paper venue and of the exchange bear the same contract names, so their accounts are not guarded side by side.
    /// </summary>
    private string? OtherNetwork(ExchangeAccountRow row)
    {
        var network = Live.AccountViews.ToVenue(row.Network);
        return accounts.All.Any(other => other.Exchange == row.Exchange && other.Network != network && other.Id.Value != row.Id)
            ? $"Accounts on {row.Exchange} of another network are connected. Remove those first: prices of paper and live must not mix."
            : null;
    }

    private static async Task DropAsync(EtrmsDbContext db, StoredAccount stored, CancellationToken cancellationToken)
    {
        await db.ExchangeKeys.Where(key => key.Id == stored.Key.Id).ExecuteDeleteAsync(cancellationToken);
        await db.ExchangeAccounts.Where(row => row.Id == stored.Row.Id && row.State == ExchangeAccountState.Pending)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task ActivateAsync(
        EtrmsDbContext db, StoredAccount stored, KeyPermissions? permissions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await db.ExchangeKeys.Where(key => key.AccountId == stored.Row.Id && key.Id != stored.Key.Id).ExecuteDeleteAsync(token);
            await db.ExchangeKeys.Where(key => key.Id == stored.Key.Id).ExecuteUpdateAsync(
                set => set.SetProperty(key => key.State, ExchangeKeyState.Active).SetProperty(key => key.TestedAt, now).SetProperty(key => key.Detail, (string?)null)
                    .SetProperty(key => key.CanTrade, permissions == null ? null : permissions.CanTradeFutures)
                    .SetProperty(key => key.CanWithdraw, permissions == null ? null : permissions.CanWithdraw)
                    .SetProperty(key => key.IsIpRestricted, permissions == null ? null : permissions.IsIpRestricted),
                token);
            await db.ExchangeAccounts.Where(row => row.Id == stored.Row.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ExchangeAccountState.Active), token);
            await transaction.CommitAsync(token);
        }, cancellationToken);
    }
}
