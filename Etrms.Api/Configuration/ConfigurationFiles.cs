using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Configuration;

namespace Etrms.Api.Configuration;

/// <summary>What a file would change, or the reasons by field why it cannot be taken.</summary>
internal sealed record FilePlan(
    ConfiguredSettings Current, RiskSettings Settings, BreakerPlan Breakers, IReadOnlyDictionary<string, string[]> Errors)
{
    public RiskConfigurationImportView ToView(bool isApplied, int version) => new(
        isApplied, version, [.. RiskConfiguration.Compare(Current.Settings, Settings).Select(ConfigurationMapping.ToView)], Breakers.Changes);
}

/// <summary>Settings and breakers on their way out and in. What a file brings passes the same rules as what a form brings.</summary>
internal sealed class ConfigurationFiles(ConfigurationViews views, ConfigurationWrites writes, BreakerImports breakers, TimeProvider clock)
{
    /// <summary>
    /// The settings of a version with its breakers: those of now, or for a former version those that stood when the next one took its place. Null when
    /// there is no such version.
    /// </summary>
    public async Task<RiskConfigurationFile?> ExportAsync(int? version, CancellationToken cancellationToken)
    {
        var configured = version is { } number ? await ConfigurationEndpoints.SavedAsync(number, views, cancellationToken) : await views.CurrentAsync(cancellationToken);
        if (configured is null)
        {
            return null;
        }

        var next = await views.FindAsync(configured.Version + 1, cancellationToken);
        return new RiskConfigurationFile
        {
            Version = configured.Version,
            ExportedAt = clock.GetUtcNow(),
            BreakersAsOf = next?.Row?.SavedAt,
            Settings = RiskConfiguration.ValuesOf(configured.Settings),
            Breakers = next?.Row is { SavedAt: var replacedAt }
                ? await breakers.ExportAsync(replacedAt, cancellationToken)
                : await breakers.ExportAsync(cancellationToken),
        };
    }

    public async Task<FilePlan> PlanAsync(RiskConfigurationFile file, CancellationToken cancellationToken)
    {
        var current = await views.CurrentAsync(cancellationToken);
        var reading = RiskConfiguration.Read(current.Settings, file.Settings);
        var plan = await breakers.PlanAsync(file.Breakers, cancellationToken);
        var errors = ConfigurationEndpoints.ErrorsOf(reading, "file.settings").Concat(plan.Errors).ToDictionary(StringComparer.Ordinal);
        return new FilePlan(current, reading.Settings, plan, errors);
    }

    /// <summary>Applies all of it in one transaction; null when somebody changed something meanwhile, and then nothing of it is stored.</summary>
    public async Task<RiskConfigurationImportView?> ApplyAsync(FilePlan plan, string note, string operatorName, CancellationToken cancellationToken)
    {
        var change = new ConfigurationChange(plan.Current.Version, plan.Settings, note);
        var hasSettings = writes.Add(plan.Current, change, operatorName);
        breakers.Add(plan.Breakers, operatorName);
        return await writes.CommitAsync(cancellationToken)
            ? plan.ToView(isApplied: true, plan.Current.Version + (hasSettings ? 1 : 0))
            : null;
    }
}
