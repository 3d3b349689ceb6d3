using System.Net;
using System.Net.Http.Headers;
using Etrms.Contracts;
using Etrms.Web.Sessions;

namespace Etrms.Web.Api;

/// <summary>The Api as the logged-in trader; one method per endpoint.</summary>
public sealed partial class EtrmsApi(HttpClient http, SessionTokens tokens)
{
    private const string Root = "/api/v1";

    public Task<ApiAnswer<SocketTicketView>> CreateSocketTicketAsync(CancellationToken cancellationToken) =>
        PostAsync<SocketTicketView>("/ws/tickets", null, cancellationToken);

    public Task<ApiAnswer<ProfileView>> GetProfileAsync(CancellationToken cancellationToken) =>
        GetAsync<ProfileView>("/auth/profile", cancellationToken);

    /// <summary>Ends every session of the trader; the answer is the new one.</summary>
    public Task<ApiAnswer<TokenView>> ChangePasswordAsync(ChangePasswordRequest body, CancellationToken cancellationToken) =>
        PutAsync<TokenView>("/auth/password", ApiCall.Body(body), cancellationToken);

    /// <summary>Asks for the password again before something broad.</summary>
    public Task<ApiAnswer<Done>> ConfirmPasswordAsync(ConfirmPasswordRequest body, CancellationToken cancellationToken) =>
        PostAsync<Done>("/auth/confirm", ApiCall.Body(body), cancellationToken);

    private Task<ApiAnswer<T>> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => SendAsync<T>(HttpMethod.Get, path, null, null, cancellationToken);

    private Task<ApiAnswer<T>> PostAsync<T>(string path, HttpContent? content, CancellationToken cancellationToken, Guid? key = null)
        where T : class => SendAsync<T>(HttpMethod.Post, path, content, key, cancellationToken);

    private Task<ApiAnswer<T>> PutAsync<T>(string path, HttpContent? content, CancellationToken cancellationToken, Guid? key = null)
        where T : class => SendAsync<T>(HttpMethod.Put, path, content, key, cancellationToken);

    private Task<ApiAnswer<T>> DeleteAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => SendAsync<T>(HttpMethod.Delete, path, null, null, cancellationToken);

    private async Task<ApiAnswer<T>> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, Guid? idempotencyKey, CancellationToken cancellationToken, int? ifMatch = null)
        where T : class
    {
        var access = await tokens.GetAccessTokenAsync(cancellationToken);
        if (access.Problem is { } problem)
        {
            return problem;
        }

        using var request = new HttpRequestMessage(method, Root + path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Value);
        if (idempotencyKey is { } key)
        {
            request.Headers.Add("Idempotency-Key", key.ToString());
        }

        if (ifMatch is { } revision)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        }

        var answer = await ApiCall.SendAsync<T>(http, request, cancellationToken);
        if (answer.Problem?.Status == (int)HttpStatusCode.Unauthorized)
        {
            tokens.Forget();
            throw new SessionEndedException();
        }

        return answer;
    }
}
