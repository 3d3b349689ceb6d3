using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Configuration;

/// <summary>One version of the settings; number 0 are the defaults, which were never saved.</summary>
internal sealed record ConfiguredSettings(int Version, RiskSettings Settings, RiskConfigurationRow? Row);

/// <summary>What is configured (PostgreSQL) and what of it holds (the state that the worker last stored).</summary>
internal sealed class ConfigurationViews(EtrmsDbContext database)
{
    private static readonly BreakerStatus[] Untripped =
        [BreakerStatus.Disabled, BreakerStatus.Armed, BreakerStatus.Qualifying, BreakerStatus.Blind, BreakerStatus.EvaluationError];

    public async Task<ConfiguredSettings> CurrentAsync(CancellationToken cancellationToken) =>
        Of(await Rows().OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken));

    /// <summary>Null when there is no such version.</summary>
    public async Task<ConfiguredSettings?> FindAsync(int version, CancellationToken cancellationToken) =>
        version == 0 ? Of(null) : await Rows().SingleOrDefaultAsync(row => row.Version == version, cancellationToken) is { } row ? Of(row) : null;

    public async Task<RiskConfigurationView> ReadAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        var stored = await database.EngineStates.AsNoTracking().SingleOrDefaultAsync(
            row => row.OwnerId == Owner.Operator && row.AccountSet == Owner.AccountSet, cancellationToken);
        var taken = stored is not null && stored.State.TryGetProperty("settings", out var settings) ? settings.Deserialize<SettingsState>(EtrmsJson.Stored) : null;
        var waiting = taken is null ? [] : RiskConfiguration.Compare(taken.Effective, current.Settings);
        return new RiskConfigurationView
        {
            Version = current.Version,
            Hash = RiskConfiguration.HashOf(current.Settings),
            Note = current.Row?.Note ?? "",
            SavedBy = current.Row?.SavedBy,
            SavedAt = current.Row?.SavedAt,
            Settings = RiskConfiguration.ValuesOf(current.Settings),
            Effective = taken is null ? null : RiskConfiguration.ValuesOf(taken.Effective),
            TakenVersion = taken?.Version,
            Pending = [.. waiting.Select(ConfigurationMapping.ToView)],
            PendingUntil = waiting.IsEmpty ? null : NextDayAt(stored!.State),
            WaitsForBreakers = !waiting.IsEmpty && await database.BreakerStates.AnyAsync(row => !Untripped.Contains(row.Status), cancellationToken),
        };
    }

    /// <param name="before">Version that the page ends before; null begins with the newest.</param>
    /// <param name="limit">Rows of a page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Page<RiskConfigurationVersionView>> ListAsync(int? before, int limit, CancellationToken cancellationToken)
    {
        // One more than shown: every version is shown beside the one that it changed.
        var rows = await Rows().Where(row => before == null || row.Version < before)
            .OrderByDescending(row => row.Version).Take(limit + 1).ToListAsync(cancellationToken);
        var total = await Rows().LongCountAsync(cancellationToken);
        var page = rows.Take(limit).Select((row, index) => ToView(row, rows.ElementAtOrDefault(index + 1))).ToList();
        return new Page<RiskConfigurationVersionView>(page, rows.Count > limit ? $"{page[^1].Version}" : null, total);
    }

    private IQueryable<RiskConfigurationRow> Rows() => database.RiskConfigurations.AsNoTracking().Where(row => row.OwnerId == Owner.Operator);

    private static ConfiguredSettings Of(RiskConfigurationRow? row) => new(row?.Version ?? 0, row?.ToDomain() ?? RiskSettings.Default, row);

    private static DateTimeOffset? NextDayAt(JsonElement state) =>
        state.TryGetProperty("books", out var books) && books.TryGetProperty("next_day_at", out var next) && next.TryGetDateTimeOffset(out var at) && at != default
            ? at
            : null;

    private static RiskConfigurationVersionView ToView(RiskConfigurationRow row, RiskConfigurationRow? former) => new()
    {
        Version = row.Version,
        Hash = row.Hash,
        Note = row.Note,
        RevertsTo = row.RevertsTo,
        SavedBy = row.SavedBy,
        SavedAt = row.SavedAt,
        Differences = [.. RiskConfiguration.Compare(former?.ToDomain() ?? RiskSettings.Default, row.ToDomain()).Select(ConfigurationMapping.ToView)],
    };
}
