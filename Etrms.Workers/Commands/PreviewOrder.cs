using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Live;
using Etrms.Workers.Risk;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Commands;

/// <summary>Says what the gate thinks of an order and what it would lead to; nothing is sent.</summary>
internal sealed class PreviewOrder(RiskMonitor monitor, IDbContextFactory<EtrmsDbContext> contexts, RiskClock clock) : ICommandHandler
{
    public IReadOnlyCollection<string> Kinds => [CommandKinds.PreviewOrder];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var command = EngineCommands.Payload<PreviewOrderCommand>(row);
        var refusal = await KeyRefusalAsync(command.Order.Account, cancellationToken);
        var judgement = await monitor.AskAsync(engine => engine.Judge(command.Order, refusal, command.PriceMove, command.StopLoss), cancellationToken);
        return new CommandOutcome(null, JsonSerializer.SerializeToElement(judgement.ToView(clock.WallNow), EtrmsJson.Options));
    }

    /// <summary>Why the account's key may send nothing that opens; null when it may.</summary>
    private async Task<string?> KeyRefusalAsync(AccountId account, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db.ExchangeKeys.AsNoTracking().Where(key => key.AccountId == account.Value)
            .OrderBy(key => key.State).Select(key => new { key.State, key.CanTrade }).FirstOrDefaultAsync(cancellationToken);
        return key switch
        {
            null => "The account has no key.",
            { State: not ExchangeKeyState.Active } => "The account's key is not in use.",
            { CanTrade: false } => "The account's key may not trade.",
            _ => null,
        };
    }
}
