using System.Globalization;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Configuration;

internal static class ConfigurationEndpoints
{
    public static void AddConfiguration(this IHostApplicationBuilder builder) =>
        builder.Services.AddScoped<ConfigurationViews>().AddScoped<ConfigurationWrites>().AddScoped<ConfigurationFiles>().AddScoped<BreakerImports>();

    public static void MapConfiguration(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/risk/configuration").WithTags("Risk configuration");
        group.MapGet("", Read).WithSummary("Risk settings: configured, in effect, and waiting");
        group.MapPut("", Save).WithSummary("Save settings as a new version");
        group.MapGet("/sections", Sections).WithSummary("What may be configured, with explanations, bounds and defaults");
        group.MapPost("/preview", Preview).WithSummary("What values would change, and what is wrong with them");
        group.MapPost("/revert", Revert).WithSummary("Bring an earlier version back as a new one");
        group.MapPost("/reset", Reset).WithSummary("Give one section its defaults back");
        group.MapGet("/versions", Versions).WithSummary("History of the settings, newest first");
        group.MapGet("/diff", Diff).WithSummary("What sets two versions apart");
        group.MapConfigurationFiles();
    }

    private static async Task<Ok<RiskConfigurationView>> Read(ConfigurationViews views, CancellationToken cancellationToken) =>
        TypedResults.Ok(await views.ReadAsync(cancellationToken));

    private static Ok<SettingSectionsView> Sections() => TypedResults.Ok(ConfigurationMapping.Sections);

    private static async Task<Results<Ok<RiskConfigurationView>, ProblemHttpResult>> Save(
        SaveRiskConfigurationRequest body, [AsParameters] ConfigurationCall call, CancellationToken cancellationToken)
    {
        var current = await call.Views.CurrentAsync(cancellationToken);
        var reading = RiskConfiguration.Read(current.Settings, body.Settings);
        return reading.Faults.IsEmpty
            ? await call.SaveAsync(new ConfigurationChange(body.Version!.Value, reading.Settings, body.Note), cancellationToken)
            : Problems.Invalid(ErrorsOf(reading));
    }

    private static async Task<Ok<RiskConfigurationPreviewView>> Preview(
        SaveRiskConfigurationRequest body, ConfigurationViews views, CancellationToken cancellationToken)
    {
        var current = await views.CurrentAsync(cancellationToken);
        var reading = RiskConfiguration.Read(current.Settings, body.Settings);
        var differences = reading.Faults.IsEmpty ? RiskConfiguration.Compare(current.Settings, reading.Settings) : [];
        return TypedResults.Ok(new RiskConfigurationPreviewView(
            current.Version, [.. differences.Select(ConfigurationMapping.ToView)], ErrorsOf(reading)));
    }

    private static async Task<Results<Ok<RiskConfigurationView>, ProblemHttpResult>> Revert(
        RevertRiskConfigurationRequest body, [AsParameters] ConfigurationCall call, CancellationToken cancellationToken)
    {
        var to = body.To!.Value;
        return await call.Views.FindAsync(to, cancellationToken) is { } former
            ? await call.SaveAsync(new ConfigurationChange(body.Version!.Value, former.Settings, body.Note) { RevertsTo = to }, cancellationToken)
            : Problems.Refused("to", $"There is no version {to}.");
    }

    private static async Task<Results<Ok<RiskConfigurationView>, ProblemHttpResult>> Reset(
        ResetSettingsRequest body, [AsParameters] ConfigurationCall call, CancellationToken cancellationToken)
    {
        if (SettingCatalog.FindSection(body.Section) is not { } section)
        {
            return Problems.Invalid("section", $"Must be one of {string.Join(", ", SettingCatalog.Sections.Select(known => known.Key))}.");
        }

        var current = await call.Views.CurrentAsync(cancellationToken);
        var settings = RiskConfiguration.WithSection(current.Settings, section, RiskSettings.Default);
        var note = body.Note.Length > 0 ? body.Note : $"Defaults of {section.Title.ToLowerInvariant()}";
        return RiskConfiguration.Validate(settings) is { IsEmpty: false } faults
            ? Problems.Refused("section", [.. faults.Select(fault => $"{fault.Field}: {fault.Message}")])
            : await call.SaveAsync(new ConfigurationChange(body.Version!.Value, settings, note), cancellationToken);
    }

    private static async Task<Results<Ok<Page<RiskConfigurationVersionView>>, ProblemHttpResult>> Versions(
        int? limit, string? cursor, ConfigurationViews views, CancellationToken cancellationToken)
    {
        var before = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (int?)null;
        return !string.IsNullOrEmpty(cursor) && before is null ? Problems.Invalid("cursor", "Is not a cursor of this list.")
            : Paging.Check(limit) is { } problem ? problem
            : TypedResults.Ok(await views.ListAsync(before, limit ?? Paging.DefaultLimit, cancellationToken));
    }

    private static async Task<Results<Ok<RiskConfigurationDiffView>, ProblemHttpResult>> Diff(
        int? from, int? to, ConfigurationViews views, CancellationToken cancellationToken)
    {
        if (from is { } given && await SavedAsync(given, views, cancellationToken) is null)
        {
            return Problems.Invalid("from", "There is no such version.");
        }

        var after = await SavedAsync(to ?? (await views.CurrentAsync(cancellationToken)).Version, views, cancellationToken);
        if (after is null)
        {
            return Problems.Invalid("to", "There is no such version.");
        }

        return await SavedAsync(from ?? after.Version - 1, views, cancellationToken) is { } before
            ? TypedResults.Ok(new RiskConfigurationDiffView(
                before.Version, after.Version, [.. RiskConfiguration.Compare(before.Settings, after.Settings).Select(ConfigurationMapping.ToView)]))
            : Problems.Invalid("from", "There is no such version.");
    }

    /// <summary>Versions that somebody saved; the defaults before them are no version of the history.</summary>
    internal static async Task<ConfiguredSettings?> SavedAsync(int version, ConfigurationViews views, CancellationToken cancellationToken) =>
        version > 0 ? await views.FindAsync(version, cancellationToken) : null;

    /// <param name="reading">What was read.</param>
    /// <param name="field">Where the values stand in the body.</param>
    internal static IReadOnlyDictionary<string, string[]> ErrorsOf(ConfigurationReading reading, string field = "settings") => reading.Faults
        .GroupBy(fault => $"{field}.{fault.Field}", fault => fault.Message, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
