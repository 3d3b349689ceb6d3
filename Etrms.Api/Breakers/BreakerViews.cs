using Etrms.Api.Live;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Breakers;

/// <summary>Breakers as configured (PostgreSQL) with their live state (the worker's snapshot, else its last stored state).</summary>
internal sealed class BreakerViews(EtrmsDbContext database, Snapshots snapshots)
{
    /// <summary>Also names those that were deleted here but still guard, because a looser change waits for the day boundary.</summary>
    public async Task<BreakersView> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.CurrentBreakers().AsNoTracking()
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var states = await database.BreakerStates.AsNoTracking().ToDictionaryAsync(state => state.BreakerId, cancellationToken);
        var live = await LiveAsync(cancellationToken);
        var configured = rows.Select(row => Of(row.ToDomain(), live.GetValueOrDefault(row.Id), states.GetValueOrDefault(row.Id)));
        var stillGuarding = live.Values.Where(view => view.Pending is not null && rows.TrueForAll(row => row.Id != view.Id));
        return new BreakersView([.. configured, .. stillGuarding]);
    }

    public async Task<BreakerView?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var live = (await LiveAsync(cancellationToken)).GetValueOrDefault(id);
        if (await database.CurrentBreakers().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
        {
            return live is { Pending: not null } ? live : null;
        }

        var state = await database.BreakerStates.AsNoTracking().SingleOrDefaultAsync(state => state.BreakerId == id, cancellationToken);
        return Of(row.ToDomain(), live, state);
    }

    private async Task<Dictionary<Guid, BreakerView>> LiveAsync(CancellationToken cancellationToken) =>
        (await snapshots.ReadRiskAsync(cancellationToken))?.Data.Breakers.ToDictionary(view => view.Id) ?? [];

    private static BreakerView Of(CircuitBreaker breaker, BreakerView? live, BreakerStateRow? stored) => new()
    {
        Id = breaker.Id,
        Revision = breaker.Revision,
        Configuration = breaker.ToBody(),
        Sentence = BreakerSentence.Describe(breaker),
        Unit = BreakerWords.NameOf(ConditionCatalog.UnitOf(breaker)),
        Status = live?.Status ?? stored?.Status ?? (breaker.Mode == BreakerMode.Off ? BreakerStatus.Disabled : BreakerStatus.Armed),
        Value = live is null ? stored?.Value : live.Value,
        Progress = live?.Progress,
        Explanation = live is null ? "The worker has not evaluated this breaker yet." : live.Explanation,
        TripCount = live?.TripCount ?? stored?.TripSeq ?? 0,
        LastTrippedAt = live?.LastTrippedAt ?? stored?.LastTrippedAt,
        Pending = live?.Pending,
        StateVersion = live?.StateVersion ?? stored?.StateVersion ?? 0,
    };
}

/// <summary>What the form needs to know about conditions.</summary>
internal static class ConditionViews
{
    public static ConditionsView All { get; } = new([.. ConditionCatalog.All.Select(ToView)]);

    private static ConditionView ToView(ConditionDescription condition) => new(
        condition.Key, condition.Title, BreakerWords.NameOf(condition.Unit), condition.Formula, condition.DefaultThreshold,
        [.. condition.Settings.Select(ToView)])
    {
        DefaultClearAt = condition.DefaultClearAt,
        IsPerPosition = condition.IsPerPosition,
        IsFalling = condition.IsFalling,
    };

    private static ConditionSettingView ToView(ConditionSetting setting) => new(
        setting.Name, setting.Title, setting.Kind.ToString().ToLowerInvariant(), setting.Default, setting.Choices, setting.Help)
    {
        Min = setting.Min,
        Max = setting.Max,
    };
}
