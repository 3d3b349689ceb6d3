using Etrms.Contracts;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Risk;
using Etrms.Workers.Risk.Pumps;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Commands;

/// <summary>Switches an account's key off and on again: off, the account is not watched, so nothing may stand open on it.</summary>
internal sealed class KeySwitch(IDbContextFactory<EtrmsDbContext> contexts, AccountKeys keys, AccountPumps pumps, RiskMonitor monitor)
    : ICommandHandler
{
    public IReadOnlyCollection<string> Kinds => [CommandKinds.DisableKey, CommandKinds.EnableKey];

    public Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var account = EngineCommands.Payload<AccountCommand>(row).AccountId;
        return row.Kind == CommandKinds.DisableKey ? DisableAsync(account, cancellationToken) : keys.EnableAsync(account, cancellationToken);
    }

    private async Task<CommandOutcome> DisableAsync(Guid account, CancellationToken cancellationToken)
    {
        var snapshot = await monitor.AskAsync(engine => engine.Snapshot(), cancellationToken);
        var open = snapshot.Positions.Count(position => position.Account == new AccountId(account));
        if (open > 0)
        {
            return CommandOutcome.Refused($"The account has {open} open positions. Close them first: without its key nobody guards them.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = await db.ExchangeKeys.Where(key => key.AccountId == account && key.State == ExchangeKeyState.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.State, ExchangeKeyState.Disabled), cancellationToken);
        await pumps.RemoveAsync(new AccountId(account));
        return changed == 1 ? CommandOutcome.Done : CommandOutcome.Refused("The account has no key in use.");
    }
}
