using System.Security.Claims;
using Etrms.Api.Requests;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Auth;

internal static class AuthEndpoints
{
    public static RouteGroupBuilder MapAuth(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/auth").WithTags("Session");
        group.MapPost("/login", LogIn).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn)
            .WithSummary("Trade name and password for tokens");
        group.MapPost("/refresh", Refresh).AllowAnonymous().WithSummary("Trade a refresh token for new tokens");
        group.MapPost("/logout", LogOut).AllowAnonymous().WithSummary("End the session of a refresh token");
        group.MapGet("/profile", Profile).WithSummary("Who is signed in");
        group.MapPost("/confirm", Confirm).WithSummary("Ask for the password again before something broad");
        group.MapPut("/password", ChangePassword).WithSummary("Change the password and end all other sessions");
        return group;
    }

    private static async Task<Results<Ok<TokenView>, ProblemHttpResult>> LogIn(
        LoginRequest body, SignIn signIn, Sessions sessions, HttpContext context, CancellationToken cancellationToken)
    {
        var result = await signIn.CheckAsync(body.UserName.Trim(), body.Password, cancellationToken);
        return result switch
        {
            { Verdict: SignInVerdict.Locked } => Problems.TooMany(context, result.Wait),
            { User: { } user } => TypedResults.Ok(await sessions.StartAsync(user, cancellationToken)),
            _ => Problems.Unauthorized("User name or password is wrong."),
        };
    }

    private static async Task<Results<Ok<TokenView>, ProblemHttpResult>> Refresh(
        RefreshRequest body, Sessions sessions, CancellationToken cancellationToken) =>
        await sessions.RefreshAsync(body.RefreshToken, cancellationToken) is { } tokens
            ? TypedResults.Ok(tokens)
            : Problems.Unauthorized("The session has ended. Sign in again.");

    private static async Task<NoContent> LogOut(RefreshRequest body, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(body.RefreshToken, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ProfileView>, ProblemHttpResult>> Profile(
        ClaimsPrincipal user, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        var id = user.UserId();
        var profile = await database.Users.AsNoTracking().Where(row => row.Id == id)
            .Select(row => new ProfileView(row.UserName, row.CreatedAt, row.LastLoginAt)).SingleOrDefaultAsync(cancellationToken);
        return profile is null ? Problems.Unauthorized("This user no longer exists.") : TypedResults.Ok(profile);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Confirm(
        ConfirmPasswordRequest body, ClaimsPrincipal user, SignIn signIn, HttpContext context, CancellationToken cancellationToken) =>
        (await signIn.CheckAsync(user.UserName(), body.Password, cancellationToken)) switch
        {
            { Verdict: SignInVerdict.Locked, Wait: var wait } => Problems.TooMany(context, wait),
            { User: null } => Problems.Refused("password", "The password is wrong."),
            _ => TypedResults.NoContent(),
        };

    private static async Task<Results<Ok<TokenView>, ProblemHttpResult>> ChangePassword(
        ChangePasswordRequest body, ClaimsPrincipal user, SignIn signIn, Sessions sessions, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (body.NewPassword == body.CurrentPassword)
        {
            return Problems.Refused("new_password", "Must differ from the current one.");
        }

        var result = await signIn.CheckAsync(user.UserName(), body.CurrentPassword, cancellationToken);
        if (result.User is not { } row)
        {
            return result.Verdict == SignInVerdict.Locked
                ? Problems.TooMany(context, result.Wait)
                : Problems.Refused("current_password", "The password is wrong.");
        }

        await signIn.SetPasswordAsync(row, body.NewPassword, cancellationToken);
        await sessions.EndAllAsync(row.Id, cancellationToken);
        return TypedResults.Ok(await sessions.StartAsync(row, cancellationToken));
    }
}
