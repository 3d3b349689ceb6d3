using Etrms.Contracts;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Risk;
using Etrms.Workers.Risk.Pumps;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Commands;

/// <summary>Lets an account go, unless positions are open: nobody would guard them.</summary>
internal sealed class RemoveAccount(IDbContextFactory<EtrmsDbContext> contexts, AccountPumps pumps, RiskMonitor monitor) : ICommandHandler
{
    public IReadOnlyCollection<string> Kinds => [CommandKinds.RemoveAccount];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var account = new AccountId(EngineCommands.Payload<AccountCommand>(row).AccountId);
        var snapshot = await monitor.AskAsync(engine => engine.Snapshot(), cancellationToken);
        var open = snapshot.Positions.Count(position => position.Account == account);
        if (open > 0)
        {
            return CommandOutcome.Refused($"The account has {open} open positions. Close them first, or nobody guards them.");
        }

        await pumps.RemoveAsync(account);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var removed = await db.ExchangeAccounts.Where(stored => stored.Id == account.Value).ExecuteDeleteAsync(cancellationToken);
        return removed == 1 ? CommandOutcome.Done : CommandOutcome.Refused("There is no such account.");
    }
}
