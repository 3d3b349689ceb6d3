using Etrms.Contracts;

namespace Etrms.Web.Api;

/// <summary>The part of the Api that needs no token.</summary>
public sealed class AuthApi(HttpClient http)
{
    public Task<ApiAnswer<SetupStateView>> GetSetupAsync(CancellationToken cancellationToken) =>
        SendAsync<SetupStateView>(HttpMethod.Get, "/api/v1/setup", null, cancellationToken);

    public Task<ApiAnswer<TokenView>> SetUpAsync(SetupRequest body, CancellationToken cancellationToken) =>
        SendAsync<TokenView>(HttpMethod.Post, "/api/v1/setup", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<TokenView>> LogInAsync(LoginRequest body, CancellationToken cancellationToken) =>
        SendAsync<TokenView>(HttpMethod.Post, "/api/v1/auth/login", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<TokenView>> RefreshAsync(RefreshRequest body, CancellationToken cancellationToken) =>
        SendAsync<TokenView>(HttpMethod.Post, "/api/v1/auth/refresh", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<Done>> LogOutAsync(RefreshRequest body, CancellationToken cancellationToken) =>
        SendAsync<Done>(HttpMethod.Post, "/api/v1/auth/logout", ApiCall.Body(body), cancellationToken);

    private async Task<ApiAnswer<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await ApiCall.SendAsync<T>(http, request, cancellationToken);
    }
}
