using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Etrms.Workers.Commands;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Demo;

/// <summary>Sets up the demo: a paper account, recommended breakers, positions. Every part that stands already is left alone.</summary>
internal sealed class DemoSetUp(
    IDbContextFactory<EtrmsDbContext> contexts, ExchangeKeyVault vault, VenueControl venue, AccountKeys keys, DemoPositions positions)
    : ICommandHandler
{
    private const string Name = "Demo (paper)";
    private const decimal Balance = 10_000m;
    private const double ReplaySpeed = 5;

    /// <summary>Half an hour before Bitcoin fell by 3.2 % within the next hours.</summary>
    private static readonly DateTimeOffset ReplayFrom = new(2025, 6, 12, 23, 30, 0, TimeSpan.Zero);

    public IReadOnlyCollection<string> Kinds => [CommandKinds.SetUpDemo];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await db.ExchangeAccounts.AsNoTracking().FirstOrDefaultAsync(stored => stored.IsDemo, cancellationToken)
            ?? await StoreAccountAsync(db, row.CreatedAt, cancellationToken);
        if (account.State == ExchangeAccountState.Pending
            && await keys.ConnectAsync(account.Id, cancellationToken) is { Refusal: { } refusal })
        {
            return CommandOutcome.Refused(refusal);
        }

        await StoreBreakersAsync(db, new AccountId(account.Id), row, cancellationToken);
        return new CommandOutcome(await positions.OpenAsync(new AccountId(account.Id), cancellationToken));
    }

    private async Task<ExchangeAccountRow> StoreAccountAsync(EtrmsDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await venue.ReadPriceSourceAsync(cancellationToken) == VenueControl.RealCandles)
        {
            await venue.ReplayAsync(ReplayFrom, ReplaySpeed, cancellationToken);
        }

        var key = await venue.OpenAccountAsync("demo", Balance, cancellationToken);
        var account = new ExchangeAccountRow
        {
            Id = Guid.CreateVersion7(now),
            Name = Name,
            Exchange = Exchange.Binance,
            Network = AccountNetwork.Paper,
            IsDemo = true,
            State = ExchangeAccountState.Pending,
            CreatedAt = now,
        };
        db.ExchangeAccounts.Add(account);
        db.ExchangeKeys.Add(vault.Seal(account.Id, key.ApiKey, key.ApiSecret));
        await db.SaveChangesAsync(cancellationToken);
        return account;
    }

    private static async Task StoreBreakersAsync(
        EtrmsDbContext db, AccountId account, OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var recommended = DemoBreakers.Recommended(account);
        var ids = recommended.Select(breaker => breaker.Id).ToList();
        var stored = await db.Breakers.Where(breaker => ids.Contains(breaker.Id)).Select(breaker => breaker.Id).ToListAsync(cancellationToken);
        foreach (var breaker in recommended.Where(breaker => !stored.Contains(breaker.Id)))
        {
            db.Breakers.Add(BreakerRow.From(breaker, row.CreatedAt));
            db.BreakerRevisions.Add(BreakerRevisionRow.From(breaker, row.Operator, row.CreatedAt));
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
