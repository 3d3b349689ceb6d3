using System.Net;
using Etrms.Contracts;
using Etrms.Web.Api;

namespace Etrms.Web.Sessions;

/// <summary>The access token of the request's session, refreshed before it runs out.</summary>
public sealed class SessionTokens
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(45);

    private readonly SessionStore _store;
    private readonly AuthApi _auth;
    private readonly IHttpContextAccessor _context;
    private readonly TimeProvider _clock;

    internal SessionTokens(SessionStore store, AuthApi auth, IHttpContextAccessor context, TimeProvider clock)
    {
        _store = store;
        _auth = auth;
        _context = context;
        _clock = clock;
    }

    /// <summary>The token, or the problem when the Api cannot be asked for a new one.</summary>
    public async Task<ApiAnswer<string>> GetAccessTokenAsync(CancellationToken cancellationToken)
    {
        var session = await FindAsync(cancellationToken) ?? throw new SessionEndedException();
        if (IsFresh(session))
        {
            return new ApiAnswer<string>(session.Tokens.AccessToken, null);
        }

        await session.Refreshing.WaitAsync(cancellationToken);
        try
        {
            return IsFresh(session) ? new ApiAnswer<string>(session.Tokens.AccessToken, null) : await RefreshAsync(session, cancellationToken);
        }
        finally
        {
            session.Refreshing.Release();
        }
    }

    public void Forget()
    {
        if (SessionId is { } id)
        {
            _store.Remove(id);
        }
    }

    private string? SessionId => _context.HttpContext?.User.FindFirst(SessionRegistration.SessionClaim)?.Value;

    private async Task<PortalSession?> FindAsync(CancellationToken cancellationToken) =>
        SessionId is { } id ? await _store.FindAsync(id, cancellationToken) : null;

    private bool IsFresh(PortalSession session) => session.Tokens.ExpiresAt - Early > _clock.GetUtcNow();

    private async Task<ApiAnswer<string>> RefreshAsync(PortalSession session, CancellationToken cancellationToken)
    {
        var answer = await _auth.RefreshAsync(new RefreshRequest(session.Tokens.RefreshToken), cancellationToken);
        if (answer.IsOk)
        {
            session.Tokens = answer.Value;
            await _store.SaveAsync(session, cancellationToken);
            return new ApiAnswer<string>(answer.Value.AccessToken, null);
        }

        if (answer.Problem.Status is (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.BadRequest or (int)HttpStatusCode.UnprocessableEntity)
        {
            _store.Remove(session.Id);
            throw new SessionEndedException();
        }

        return answer.Problem;
    }
}
