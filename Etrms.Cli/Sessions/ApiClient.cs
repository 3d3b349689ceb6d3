using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Cli.Sessions;

/// <summary>The Api for whoever is logged in. Refreshes the session by itself; says what a refusal means and what to do.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromSeconds(30);
    private static readonly Uri Local = new("http://localhost:5181");

    private readonly HttpClient _http;
    private readonly SessionFile _sessions;
    private readonly TimeProvider _clock;

    private ApiClient(Uri api, Terminal terminal)
    {
        // Imports take as long as the file does; each command can be interrupted.
        _http = new HttpClient { BaseAddress = new Uri(api, "/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        _sessions = new SessionFile(terminal.SessionFile);
        _clock = terminal.Clock;
        Address = api;
    }

    public Uri Address { get; }

    /// <summary>The Api that is meant: by option, else by ETRMS_API, else where somebody is logged in.</summary>
    public static async Task<ApiClient> OpenAsync(string? option, Terminal terminal, CancellationToken cancellationToken)
    {
        var named = option ?? terminal.Variable("ETRMS_API");
        if (string.IsNullOrEmpty(named))
        {
            var session = await new SessionFile(terminal.SessionFile).ReadAsync(cancellationToken);
            return new ApiClient(session?.Api ?? Local, terminal);
        }

        return Uri.TryCreate(named, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new ApiClient(new Uri(address.GetLeftPart(UriPartial.Authority)), terminal)
            : throw new CommandFailedException($"\"{named}\" is no address; write it like {Local}", ExitCode.BadUsage);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => CallAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<T> PostAsync<T>(string path, HttpContent? body, CancellationToken cancellationToken) =>
        CallAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    public static JsonContent Body<T>(T value) => JsonContent.Create(value, options: EtrmsJson.Options);

    /// <summary>Logs in and keeps the session.</summary>
    public async Task<Session> LogInAsync(LoginRequest login, CancellationToken cancellationToken)
    {
        var session = new Session(Address, await SendAsync<TokenView>(HttpMethod.Post, "auth/login", Body(login), null, cancellationToken));
        await _sessions.WriteAsync(session, cancellationToken);
        return session;
    }

    /// <summary>Ends the session and forgets it.</summary>
    public async Task LogOutAsync(Session session, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, "auth/logout", Body(new RefreshRequest(session.Tokens.RefreshToken)), null, cancellationToken);
        _sessions.Delete();
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> CallAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken) =>
        await SendAsync<T>(method, path, body, await TokenAsync(cancellationToken), cancellationToken);

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        if (await SessionHereAsync(cancellationToken) is { } session && IsFresh(session))
        {
            return session.Tokens.AccessToken;
        }

        await using var alone = await _sessions.LockAsync(_clock, cancellationToken);
        var current = await SessionHereAsync(cancellationToken);
        if (current is null || current.Tokens.RefreshExpiresAt <= _clock.GetUtcNow())
        {
            throw NotLoggedIn();
        }

        return IsFresh(current) ? current.Tokens.AccessToken : await RefreshAsync(current, cancellationToken);
    }

    private async Task<string> RefreshAsync(Session session, CancellationToken cancellationToken)
    {
        var tokens = await SendAsync<TokenView>(
            HttpMethod.Post, "auth/refresh", Body(new RefreshRequest(session.Tokens.RefreshToken)), null, cancellationToken);
        await _sessions.WriteAsync(session with { Tokens = tokens }, cancellationToken);
        return tokens.AccessToken;
    }

    private async Task<Session?> SessionHereAsync(CancellationToken cancellationToken) =>
        await _sessions.ReadAsync(cancellationToken) is { } session && session.Api == Address ? session : null;

    private bool IsFresh(Session session) => session.Tokens.ExpiresAt - RefreshBefore > _clock.GetUtcNow();

    private CommandFailedException NotLoggedIn() => new($"You are not logged in at {Address}. Log in: etrms login --api {Address}");

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, string? token, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, path, body, token, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync<T>(EtrmsJson.Options, cancellationToken))!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ApiUnreachableException(
                $"The Api at {Address} does not answer ({unreachable.Message}). Is ETRMS running (./run.sh)? Another address: --api URL", unreachable);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await RefusalAsync(answer, isSignedIn: token is not null, cancellationToken);
        }
    }

    private async Task<Exception> RefusalAsync(HttpResponseMessage answer, bool isSignedIn, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized && isSignedIn)
        {
            return NotLoggedIn();
        }

        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var code = answer.StatusCode == HttpStatusCode.BadRequest ? ExitCode.BadUsage : ExitCode.Failed;
        return new CommandFailedException(
            answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? Sentence(JsonElement.Parse(text))
                : $"The Api answered {(int)answer.StatusCode} {answer.ReasonPhrase}.",
            code);
    }

    private static string Sentence(JsonElement problem)
    {
        if (problem.TryGetProperty("errors", out var errors))
        {
            return string.Join(Environment.NewLine, errors.EnumerateObject().SelectMany(
                field => field.Value.EnumerateArray().Select(reason => $"{field.Name}: {reason.GetString()}")));
        }

        return problem.TryGetProperty("detail", out var detail) ? detail.GetString()! : problem.GetProperty("title").GetString()!;
    }
}

/// <summary>The Api could not be reached; who waits for something may try again.</summary>
internal sealed class ApiUnreachableException(string message, Exception inner) : Exception(message, inner);
