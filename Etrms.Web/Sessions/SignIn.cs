using System.Security.Claims;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Etrms.Web.Sessions;

/// <summary>Starts and ends the browser's session.</summary>
public sealed class SignIn
{
    private readonly SessionStore _store;
    private readonly AuthApi _auth;

    internal SignIn(SessionStore store, AuthApi auth)
    {
        _store = store;
        _auth = auth;
    }

    public async Task StartAsync(HttpContext context, TokenView tokens, CancellationToken cancellationToken)
    {
        var session = await _store.CreateAsync(tokens, cancellationToken);
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, tokens.UserName), new Claim(SessionRegistration.SessionClaim, session.Id)],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
    }

    public async Task EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.User.FindFirst(SessionRegistration.SessionClaim)?.Value is { } id && await _store.FindAsync(id, cancellationToken) is { } session)
        {
            // Whether the Api answers or not, this browser's session is over.
            await _auth.LogOutAsync(new RefreshRequest(session.Tokens.RefreshToken), cancellationToken);
            _store.Remove(id);
        }

        await context.SignOutAsync();
    }
}
