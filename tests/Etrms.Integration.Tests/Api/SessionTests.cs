using System.Net.Http.Headers;
using Etrms.Contracts;
using Etrms.Infrastructure.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Api;

public sealed class SessionTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_nothing_is_told_but_where_set_up_stands()
    {
        using var client = host.Anonymous();

        await client.SendAsync<SetupStateView>(HttpMethod.Get, "setup", null, Cancellation);
        foreach (var path in new[] { "accounts", "positions", "risk/metrics", "circuit-breakers", "alerts", "auth/profile", "no-such-route" })
        {
            await client.ProblemAsync(401, HttpMethod.Get, path, null, Cancellation);
        }
    }

    [Fact]
    public async Task A_forged_token_opens_nothing()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        var parts = token.Split('.');

        // The header of "alg": "none", a changed payload, and no signature.
        foreach (var forged in new[] { $"eyJhbGciOiJub25lIn0.{parts[1]}.", $"{parts[0]}.{parts[1][..^2]}AA.{parts[2]}", $"{parts[0]}.{parts[1]}.", "a.b.c" })
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", forged);
            await client.ProblemAsync(401, HttpMethod.Get, "auth/profile", null, Cancellation);
        }
    }

    [Fact]
    public async Task Set_up_needs_the_printed_token_and_happens_once()
    {
        using var client = host.Anonymous();
        await host.SetUpAsync(client, Cancellation);

        var problem = await client.ProblemAsync(
            409, HttpMethod.Post, "setup", new SetupRequest { Token = ApiHost.SetupToken, Password = ApiHost.Password }, Cancellation);

        Assert.Contains("already set up", problem.Reason("token"), StringComparison.Ordinal);
        Assert.True((await client.SendAsync<SetupStateView>(HttpMethod.Get, "setup", null, Cancellation)).IsSetUp);
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_a_thief_ends_the_session()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var first = await LogInAsync(client);
        var second = await RefreshAsync(client, first);
        await AgeAsync(first);

        await client.ProblemAsync(401, HttpMethod.Post, "auth/refresh", new RefreshRequest(first.RefreshToken), Cancellation);
        await client.ProblemAsync(401, HttpMethod.Post, "auth/refresh", new RefreshRequest(second.RefreshToken), Cancellation);
    }

    [Fact]
    public async Task Two_requests_that_refresh_at_once_both_go_on()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var tokens = await LogInAsync(client);

        var both = await Task.WhenAll(RefreshAsync(client, tokens), RefreshAsync(client, tokens));

        Assert.NotEqual(both[0].RefreshToken, both[1].RefreshToken);
    }

    [Fact]
    public async Task After_logging_out_the_session_cannot_be_refreshed()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var tokens = await LogInAsync(client);

        using var answer = await client.SendAsync(HttpMethod.Post, "auth/logout", new RefreshRequest(tokens.RefreshToken), Cancellation);

        Assert.Equal(204, (int)answer.StatusCode);
        await client.ProblemAsync(401, HttpMethod.Post, "auth/refresh", new RefreshRequest(tokens.RefreshToken), Cancellation);
    }

    [Fact]
    public async Task Logging_out_ends_the_access_token_of_that_session_alone()
    {
        using var client = await host.SignedInAsync(Cancellation);
        using var other = host.Anonymous();
        var tokens = await LogInAsync(client);
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        await other.SendAsync<ProfileView>(HttpMethod.Get, "auth/profile", null, Cancellation);

        using var answer = await client.SendAsync(HttpMethod.Post, "auth/logout", new RefreshRequest(tokens.RefreshToken), Cancellation);

        var problem = await other.ProblemAsync(401, HttpMethod.Get, "auth/profile", null, Cancellation);
        Assert.Contains("session of this access token has ended", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await client.SendAsync<ProfileView>(HttpMethod.Get, "auth/profile", null, Cancellation);
    }

    [Fact]
    public async Task Another_process_learns_from_redis_that_a_session_has_ended()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var tokens = await LogInAsync(client);
        var payload = System.Buffers.Text.Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[1]);
        var session = System.Text.Json.JsonElement.Parse(payload).GetProperty("sid").GetGuid();
        var elsewhere = host.Services.GetRequiredService<EndedSessions>();
        Assert.False(await elsewhere.HasEndedAsync(session, Cancellation));

        using var answer = await client.SendAsync(HttpMethod.Post, "auth/logout", new RefreshRequest(tokens.RefreshToken), Cancellation);

        await Eventually.TrueAsync("the other process knows", token => elsewhere.HasEndedAsync(session, token));
    }

    [Fact]
    public async Task The_password_is_confirmed_again_without_a_new_session()
    {
        using var client = await host.SignedInAsync(Cancellation);

        using var right = await client.SendAsync(HttpMethod.Post, "auth/confirm", new ConfirmPasswordRequest(ApiHost.Password), Cancellation);
        var wrong = await client.ProblemAsync(422, HttpMethod.Post, "auth/confirm", new ConfirmPasswordRequest("not this one"), Cancellation);

        Assert.Equal(204, (int)right.StatusCode);
        Assert.Equal("The password is wrong.", wrong.Reason("password"));
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var wrong = new ChangePasswordRequest { CurrentPassword = "not this one", NewPassword = "another good password" };

        var problem = await client.ProblemAsync(422, HttpMethod.Put, "auth/password", wrong, Cancellation);

        Assert.Equal("The password is wrong.", problem.Reason("current_password"));
    }

    private static Task<TokenView> LogInAsync(HttpClient client) => client.SendAsync<TokenView>(
        HttpMethod.Post, "auth/login", new LoginRequest { UserName = "admin", Password = ApiHost.Password }, Cancellation);

    private static Task<TokenView> RefreshAsync(HttpClient client, TokenView tokens) =>
        client.SendAsync<TokenView>(HttpMethod.Post, "auth/refresh", new RefreshRequest(tokens.RefreshToken), Cancellation);

    /// <summary>Moves the use of a token back, past the moment in which two requests of one client may overlap.</summary>
    private async Task AgeAsync(TokenView tokens)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(tokens.RefreshToken));
        await using var database = await host.DatabaseAsync(Cancellation);
        var row = database.RefreshTokens.Single(row => row.TokenHash == hash);
        row.UsedAt = row.UsedAt!.Value.AddMinutes(-1);
        await database.SaveChangesAsync(Cancellation);
    }
}
