using Etrms.Contracts;

namespace Etrms.Integration.Tests.Api;

public sealed class LoginLimitTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Five_wrong_passwords_cost_a_wait_that_is_named()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var client = host.Anonymous();
        await host.SetUpAsync(client, cancellation);
        var wrong = new LoginRequest { UserName = "admin", Password = "guess" };
        for (var tries = 0; tries < 5; tries++)
        {
            await client.ProblemAsync(401, HttpMethod.Post, "auth/login", wrong, cancellation);
        }

        var right = wrong with { Password = ApiHost.Password };
        using var answer = await client.SendAsync(HttpMethod.Post, "auth/login", right, cancellation);

        Assert.Equal(429, (int)answer.StatusCode);
        var seconds = (int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        Assert.InRange(seconds, 1, 30);
        Assert.Contains($"Try again in {seconds} second", await answer.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
    }
}
