using Etrms.Api.Accounts;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Breakers;

/// <summary>
/// A body read as a breaker whose scopes and notices name accounts and channels that exist: one for another account would guard nothing and look
/// as if it did.
/// </summary>
internal sealed class BreakerForm(EtrmsDbContext database)
{
    /// <summary>The breaker, or the reasons by JSON field why there is none.</summary>
    public async Task<(CircuitBreaker? Breaker, IReadOnlyDictionary<string, string[]> Errors)> ReadAsync(
        BreakerBody body, Guid id, CancellationToken cancellationToken)
    {
        var reading = BreakerReading.Of(body, id, revision: 1);
        if (reading.Breaker is not { } breaker)
        {
            return (null, reading.Errors);
        }

        var known = (await database.ActiveAccountRows().Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet();
        var errors = Unknown("measure_scope.accounts", breaker.MeasureScope, known).Concat(Unknown("act_scope.accounts", breaker.ActScope, known))
            .Concat(await UnknownChannelsAsync(breaker, cancellationToken)).ToDictionary(StringComparer.Ordinal);
        return (errors.Count == 0 ? breaker : null, errors);
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string[]>>> UnknownChannelsAsync(CircuitBreaker breaker, CancellationToken cancellationToken)
    {
        var named = breaker.Stages.SelectMany((stage, at) => stage.Actions.SelectMany((action, place) =>
            action.Channels.Select(channel => (Field: $"stages[{at}].actions[{place}].channels", Channel: channel)))).ToList();
        if (named.Count == 0)
        {
            return [];
        }

        var known = await database.NotificationChannels.Where(row => row.OwnerId == Owner.Operator).Select(row => row.Id).ToListAsync(cancellationToken);
        return [.. named.Where(name => !known.Contains(name.Channel)).GroupBy(name => name.Field, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, field.Select(name => $"There is no channel {name.Channel}.").ToArray()))];
    }

    private static IEnumerable<KeyValuePair<string, string[]>> Unknown(string field, Scope scope, HashSet<Guid> known)
    {
        string[] reasons =
            [.. scope.Accounts.Where(account => !known.Contains(account.Value)).Select(account => $"There is no account {account}.")];
        return reasons.Length == 0 ? [] : [KeyValuePair.Create(field, reasons)];
    }
}
