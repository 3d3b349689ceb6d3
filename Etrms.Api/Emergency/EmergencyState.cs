using Etrms.Api.Accounts;
using Etrms.Api.Live;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Emergency;

/// <summary>What stands open right now, as far as the worker's newest snapshot tells.</summary>
internal sealed class EmergencyState(EtrmsDbContext database, Snapshots snapshots)
{
    public async Task<EmergencyView> ReadAsync(CancellationToken cancellationToken)
    {
        var positions = (await snapshots.ReadPositionsAsync(cancellationToken))?.Data;
        var risk = (await snapshots.ReadRiskAsync(cancellationToken))?.Data;
        return new EmergencyView(
            risk?.Posture, risk?.PostureReason, await IsPausedAsync(cancellationToken), positions?.Positions.Count ?? 0,
            positions?.OpenOrders.Count ?? 0, positions?.IsComplete ?? false, PhraseOf(positions, []));
    }

    /// <summary>The phrase to type for closing the positions of some accounts, or of all when none is named.</summary>
    public async Task<string> ReadPhraseAsync(IReadOnlyList<Guid> accounts, CancellationToken cancellationToken) =>
        PhraseOf((await snapshots.ReadPositionsAsync(cancellationToken))?.Data, accounts);

    /// <summary>A problem when an account is named that does not exist.</summary>
    public async Task<ProblemHttpResult?> CheckAccountsAsync(EmergencyRequest body, CancellationToken cancellationToken)
    {
        var known = (await database.ListActiveAsync(cancellationToken)).ConvertAll(account => account.Id);
        return body.Accounts.Where(account => !known.Contains(account)).Select(account => (Guid?)account).FirstOrDefault() is { } unknown
            ? Problems.Refused("accounts", $"There is no account {unknown}.")
            : null;
    }

    /// <summary>The count makes the trader look; when nobody can count, the exit must still open.</summary>
    private static string PhraseOf(PositionsView? positions, IReadOnlyList<Guid> accounts) => positions is null
        ? "CLOSE ALL"
        : $"CLOSE {positions.Positions.Count(position => accounts.Count == 0 || accounts.Contains(position.AccountId))}";

    /// <summary>The trader's own pause stands from a pause that was carried out to the next lift.</summary>
    private async Task<bool?> IsPausedAsync(CancellationToken cancellationToken) =>
        await database.OperatorCommands.AsNoTracking()
            .Where(row => row.OwnerId == Owner.Operator && row.State == OperatorCommandState.Done)
            .Where(row => row.Kind == CommandKinds.Pause || row.Kind == CommandKinds.LiftPause)
            .OrderByDescending(row => row.AnsweredAt).Select(row => row.Kind).FirstOrDefaultAsync(cancellationToken) == CommandKinds.Pause;
}
