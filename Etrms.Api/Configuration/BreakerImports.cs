using System.Text.Json;
using Etrms.Api.Accounts;
using Etrms.Api.Breakers;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Configuration;

/// <summary>One breaker that a file changes.</summary>
/// <param name="Row">The stored one, perhaps a deleted one that comes back; null for a new one.</param>
internal sealed record BreakerStep(BreakerRow? Row, CircuitBreaker Breaker, BreakerImport Outcome);

internal sealed record BreakerPlan(
    IReadOnlyList<BreakerStep> Steps, IReadOnlyList<BreakerImportView> Changes, IReadOnlyDictionary<string, string[]> Errors);

/// <summary>The breakers of a file: every one of them is to be, and no other. Ids stay, so importing a file twice changes nothing.</summary>
internal sealed class BreakerImports(EtrmsDbContext database, BreakerForm form, TimeProvider clock)
{
    private const string Field = "file.breakers";

    public async Task<IReadOnlyList<BreakerInFile>> ExportAsync(CancellationToken cancellationToken)
    {
        var rows = await database.CurrentBreakers().AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new BreakerInFile { Id = row.Id, Revision = row.Revision, Configuration = row.ToDomain().ToBody() })];
    }

    /// <summary>The breakers as they were just before an instant, deleted ones of today among them.</summary>
    public async Task<IReadOnlyList<BreakerInFile>> ExportAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var rows = database.Breakers.Where(row => row.OwnerId == Owner.Operator);
        var then = database.BreakerRevisions.AsNoTracking().Where(revision => revision.ChangedAt < before);
        var newest = await then
            .Where(revision => !revision.IsDeletion && !then.Any(later => later.BreakerId == revision.BreakerId && later.Revision > revision.Revision))
            .Join(rows, revision => revision.BreakerId, row => row.Id, (revision, row) => new { Revision = revision, row.CreatedAt, row.Id })
            .OrderBy(each => each.CreatedAt).ThenBy(each => each.Id).ToListAsync(cancellationToken);
        return [.. newest.Select(each => new BreakerInFile
        {
            Id = each.Id,
            Revision = each.Revision.Revision,
            Configuration = each.Revision.Configuration.Deserialize<CircuitBreaker>(EtrmsJson.Options)!.ToBody(),
        })];
    }

    /// <summary>What a file's breakers would change; null leaves all as they are.</summary>
    public async Task<BreakerPlan> PlanAsync(IReadOnlyList<BreakerInFile>? entries, CancellationToken cancellationToken)
    {
        if (entries is null)
        {
            return new BreakerPlan([], [], new Dictionary<string, string[]>());
        }

        var rows = await database.Breakers.Where(row => row.OwnerId == Owner.Operator).ToDictionaryAsync(row => row.Id, cancellationToken);
        var (wanted, errors) = await ReadAsync(entries, cancellationToken);
        var steps = new List<BreakerStep>();
        foreach (var breaker in wanted)
        {
            if (await StepAsync(breaker, rows.GetValueOrDefault(breaker.Id), cancellationToken) is { } step)
            {
                steps.Add(step);
            }
        }

        var gone = rows.Values.Where(row => row.DeletedAt is null && wanted.TrueForAll(breaker => breaker.Id != row.Id)).OrderBy(row => row.CreatedAt);
        steps.AddRange(gone.Select(row => new BreakerStep(row, row.ToDomain() with { Revision = row.Revision + 1 }, BreakerImport.Deleted)));
        return new BreakerPlan(steps, [.. steps.Select(ToView)], errors);
    }

    /// <summary>Puts the changes among what is saved next.</summary>
    public void Add(BreakerPlan plan, string operatorName)
    {
        var now = clock.GetUtcNow();
        foreach (var (row, breaker, outcome) in plan.Steps)
        {
            if (row is null)
            {
                database.Breakers.Add(BreakerRow.From(breaker, now));
            }
            else
            {
                Put(row, BreakerRow.From(breaker, now), outcome == BreakerImport.Deleted ? now : null);
            }

            database.BreakerRevisions.Add(BreakerRevisionRow.From(breaker, operatorName, now, outcome == BreakerImport.Deleted));
            var action = outcome switch
            {
                BreakerImport.Created => "breaker.created",
                BreakerImport.Changed => "breaker.changed",
                BreakerImport.Deleted => "breaker.deleted",
            };
            database.Record(now, operatorName, action, breaker.Id.ToString(), new { breaker.Name, breaker.Revision, breaker.Mode, Source = "file" });
        }
    }

    private async Task<(List<CircuitBreaker> Breakers, Dictionary<string, string[]> Errors)> ReadAsync(
        IReadOnlyList<BreakerInFile> entries, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var breakers = new List<CircuitBreaker>();
        for (var i = 0; i < entries.Count; i++)
        {
            var (breaker, reasons) = await form.ReadAsync(entries[i].Configuration!, entries[i].Id!.Value, cancellationToken);
            foreach (var (field, messages) in reasons)
            {
                errors[$"{Field}[{i}].configuration.{field}"] = messages;
            }

            if (breaker is not null && breakers.Exists(known => known.Id == breaker.Id || known.Name == breaker.Name))
            {
                errors[$"{Field}[{i}].id"] = ["Another breaker of the file has the same id or name."];
            }

            if (breaker is not null)
            {
                breakers.Add(breaker);
            }
        }

        return (breakers, errors);
    }

    /// <summary>Null when the breaker is just so already. A new one that reaches real money begins by observing.</summary>
    private async Task<BreakerStep?> StepAsync(CircuitBreaker wanted, BreakerRow? row, CancellationToken cancellationToken)
    {
        var next = wanted with { Revision = (row?.Revision ?? 0) + 1 };
        if (row is { DeletedAt: null })
        {
            return BodyOf(row.ToDomain()) == BodyOf(next) ? null : new BreakerStep(row, next, BreakerImport.Changed);
        }

        var observes = next.Mode == BreakerMode.Armed && await database.CoversLiveAsync(next.ActScope, cancellationToken);
        return new BreakerStep(row, observes ? next with { Mode = BreakerMode.Observe } : next, BreakerImport.Created);
    }

    private static void Put(BreakerRow row, BreakerRow next, DateTimeOffset? deletedAt)
    {
        (row.Revision, row.Name, row.Type, row.Mode) = (next.Revision, next.Name, next.Type, next.Mode);
        (row.Configuration, row.UpdatedAt, row.DeletedAt) = (next.Configuration, next.UpdatedAt, deletedAt);
    }

    private static BreakerImportView ToView(BreakerStep step)
    {
        var before = step.Outcome == BreakerImport.Created ? null : step.Row!.ToDomain();
        var after = step.Outcome == BreakerImport.Deleted ? null : step.Breaker;
        return new BreakerImportView(
            step.Breaker.Id, step.Breaker.Name, step.Outcome, before is null ? BreakerChange.Tighter : BreakerComparison.Compare(before, after),
            before is null ? null : BreakerSentence.Describe(before), after is null ? null : BreakerSentence.Describe(after));
    }

    /// <summary>All that a person can say about a breaker; its revision is not among it.</summary>
    private static string BodyOf(CircuitBreaker breaker) => JsonSerializer.Serialize(breaker.ToBody(), EtrmsJson.Options);
}
