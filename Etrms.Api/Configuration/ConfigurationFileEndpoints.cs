using Etrms.Api.Auth;
using Etrms.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Configuration;

internal static class ConfigurationFileEndpoints
{
    public static void MapConfigurationFiles(this RouteGroupBuilder group)
    {
        group.MapGet("/export", Export).WithSummary("Settings and breakers as a file");
        group.MapPost("/import", Import).WithSummary("Take a file over, all of it or nothing; or see what it would change");
    }

    private static async Task<Results<Ok<RiskConfigurationFile>, ProblemHttpResult>> Export(
        int? version, ConfigurationFiles files, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await files.ExportAsync(version, cancellationToken) is not { } file)
        {
            return Problems.Invalid("version", $"There is no version {version}.");
        }

        response.Headers.ContentDisposition = $"attachment; filename=\"etrms-risk-configuration-{file.Version}.json\"";
        return TypedResults.Ok(file);
    }

    private static async Task<Results<Ok<RiskConfigurationImportView>, ProblemHttpResult>> Import(
        ImportRiskConfigurationRequest body, [AsParameters] ConfigurationCall call, ConfigurationFiles files, CancellationToken cancellationToken)
    {
        var file = body.File!;
        if (file.Format != RiskConfigurationFile.CurrentFormat)
        {
            return Problems.Invalid("file.format", $"Must be {RiskConfigurationFile.CurrentFormat}.");
        }

        var plan = await files.PlanAsync(file, cancellationToken);
        if (plan.Errors.Count > 0)
        {
            return Problems.Invalid(plan.Errors);
        }

        if (plan.Current.Version != body.Version)
        {
            return ConfigurationCall.Outdated(await call.Views.ReadAsync(cancellationToken));
        }

        if (body.DryRun)
        {
            return TypedResults.Ok(plan.ToView(isApplied: false, plan.Current.Version));
        }

        var note = body.Note.Length > 0 ? body.Note : $"Imported from a file of version {file.Version}";
        return await files.ApplyAsync(plan, note, call.User.UserName(), cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : ConfigurationCall.Outdated(await call.Views.ReadAsync(cancellationToken));
    }
}
