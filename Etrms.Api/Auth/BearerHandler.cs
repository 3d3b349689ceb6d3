using System.Security.Claims;
using System.Text.Encodings.Web;
using Etrms.Infrastructure.Redis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Etrms.Api.Auth;

/// <summary>Reads "Authorization: Bearer" and answers a missing or bad token with a 401 problem.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens,
    EndedSessions ended)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (tokens.Read(header["Bearer ".Length..].Trim()) is not { } caller)
        {
            return AuthenticateResult.Fail("The access token is not valid or has expired.");
        }

        return await ended.HasEndedAsync(caller.SessionId, Context.RequestAborted)
            ? AuthenticateResult.Fail("The session of this access token has ended. Sign in again.")
            : AuthenticateResult.Success(new AuthenticationTicket(ToPrincipal(caller), Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Name;
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure?.Message;
        await Problems.Unauthorized(failure ?? "Sign in first: send Authorization: Bearer with an access token.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden("This is not allowed for you.").ExecuteAsync(Context);

    private static ClaimsPrincipal ToPrincipal(Caller caller)
    {
        var identity = new ClaimsIdentity(Name, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.Name, caller.UserName));
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, caller.UserId.ToString()));
        return new ClaimsPrincipal(identity);
    }
}
