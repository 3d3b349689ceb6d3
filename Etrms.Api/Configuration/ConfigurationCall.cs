using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Configuration;

/// <summary>What every change of the settings needs beside its body.</summary>
internal sealed class ConfigurationCall
{
    public required ConfigurationViews Views { get; init; }

    public required ConfigurationWrites Writes { get; init; }

    public required ClaimsPrincipal User { get; init; }

    /// <summary>Saves, and answers with what is configured then; when somebody else was quicker, with what he configured.</summary>
    public async Task<Results<Ok<RiskConfigurationView>, ProblemHttpResult>> SaveAsync(ConfigurationChange change, CancellationToken cancellationToken)
    {
        var isSaved = await Writes.SaveAsync(change, User.UserName(), cancellationToken);
        var view = await Views.ReadAsync(cancellationToken);
        return isSaved ? TypedResults.Ok(view) : Outdated(view);
    }

    public static ProblemHttpResult Outdated(RiskConfigurationView current) => Problems.Conflict(
        "version", $"The configuration was changed meanwhile: version {current.Version} is configured by now. Look at it and save again.", current);
}
