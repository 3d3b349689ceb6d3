using System.Security.Cryptography;
using System.Text;
using Etrms.Api.Accounts;
using Etrms.Api.Requests;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Etrms.Api.Auth;

internal static class SetupEndpoints
{
    public static RouteGroupBuilder MapSetup(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/setup").WithTags("Session").AllowAnonymous();
        group.MapGet("", State).WithSummary("Whether first-run set-up is complete");
        group.MapPost("", SetUp).RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("First-run set-up with the one-time token of the printed link");
        return group;
    }

    private static async Task<Ok<SetupStateView>> State(
        FirstRun firstRun, EtrmsDbContext database, IOptions<AuthOptions> options, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SetupStateView(
            await firstRun.IsCompleteAsync(cancellationToken),
            ActiveAccounts.EnvironmentOf(await database.ListActiveAsync(cancellationToken)),
            options.Value.HasPaperVenue));

    private static async Task<Results<Created<TokenView>, ProblemHttpResult>> SetUp(
        SetupRequest body, FirstRun firstRun, IOptions<AuthOptions> options, Sessions sessions, CancellationToken cancellationToken)
    {
        if (await firstRun.IsCompleteAsync(cancellationToken))
        {
            return AlreadySetUp();
        }

        if (!IsSetupToken(body.Token, options.Value.SetupToken))
        {
            return Problems.Refused("token", "This is not the set-up token. Open the link that was printed at the first start.");
        }

        return await firstRun.CompleteAsync(body.UserName.Trim(), body.Password, body.Demo, cancellationToken) is { } user
            ? TypedResults.Created("/api/v1/auth/profile", await sessions.StartAsync(user, cancellationToken))
            : AlreadySetUp();
    }

    private static bool IsSetupToken(string given, string? expected) =>
        !string.IsNullOrEmpty(expected) && CryptographicOperations.FixedTimeEquals(Hash(given), Hash(expected));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static ProblemHttpResult AlreadySetUp() => Problems.Conflict("token", "ETRMS is already set up. Sign in.");
}
