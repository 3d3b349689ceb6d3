using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>Whose key it is and what it may do, before an account is connected.</summary>
public sealed class KeyCheckTests : IAsyncLifetime
{
    private const string Sub = "0x1719884eb866cb12b2287399b15f7db5e7d775ea";
    private const string Somebody = "0x2ba553d9f990a3b66b03b2dc0d030dfc1c061036";

    private FakeHyperliquid _venue = null!;

    public async ValueTask InitializeAsync()
    {
        _venue = await FakeHyperliquid.StartAsync();
        _venue.On("userRole", """{"role":"user"}""");
        _venue.On("extraAgents", Agents(FakeHyperliquid.Agent, validFor: TimeSpan.FromDays(30)));
    }

    public async ValueTask DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task An_approved_agent_trades_and_cannot_withdraw()
    {
        var permissions = await AcceptedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey));

        Assert.Equal(new(CanRead: true, CanTradeFutures: true, CanWithdraw: false, IsIpRestricted: false), permissions);
    }

    [Fact]
    public async Task An_address_in_another_spelling_is_asked_for_in_lower_case()
    {
        await AcceptedAsync(new("0x5E9EE1089755C3435139848E47E6635505D5A13A", FakeHyperliquid.AgentKey[2..]));

        Assert.Equal(FakeHyperliquid.Main, _venue.Requests("userRole")[0].GetProperty("user").GetString());
    }

    [Fact]
    public async Task The_key_of_the_main_wallet_itself_can_withdraw()
    {
        var permissions = await AcceptedAsync(new(FakeHyperliquid.Agent, FakeHyperliquid.AgentKey));

        Assert.True(permissions.CanWithdraw);
    }

    [Fact]
    public async Task An_agent_without_a_name_is_known_by_its_own_role()
    {
        _venue.On("extraAgents", "[]");
        _venue.On("userRole", Answer.Json("""{"role":"user"}"""), Answer.Json($$$"""{"role":"agent","data":{"user":"{{{FakeHyperliquid.Main}}}"}}"""));

        Assert.False((await AcceptedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey))).CanWithdraw);
    }

    [Fact]
    public async Task An_agent_of_somebody_else_is_refused()
    {
        _venue.On("extraAgents", "[]");
        _venue.On("userRole", Answer.Json("""{"role":"user"}"""), Answer.Json($$$"""{"role":"agent","data":{"user":"{{{Somebody}}}"}}"""));

        Assert.Contains("has not approved", await RefusedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_whose_time_is_over_is_refused()
    {
        _venue.On("extraAgents", Agents(FakeHyperliquid.Agent, validFor: TimeSpan.FromMinutes(-1)));

        Assert.Contains("expired", await RefusedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"missing"}""", "wrong network")]
    [InlineData("""{"role":"agent","data":{"user":"0x2ba553d9f990a3b66b03b2dc0d030dfc1c061036"}}""", "main wallet 0x2ba553d9f990a3b66b03b2dc0d030dfc1c061036")]
    [InlineData("""{"role":"vault"}""", "account to trade for")]
    public async Task An_address_that_is_no_main_wallet_is_refused_with_what_to_do(string role, string hint)
    {
        _venue.On("userRole", role);

        Assert.Contains(hint, await RefusedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x123", FakeHyperliquid.AgentKey, null, "not an address")]
    [InlineData(FakeHyperliquid.Main, "0x00", null, "not a private key")]
    [InlineData(FakeHyperliquid.Main, "0x0000000000000000000000000000000000000000000000000000000000000000", null, "not a private key")]
    [InlineData(FakeHyperliquid.Main, FakeHyperliquid.AgentKey, "my vault", "sub-account or vault is not an address")]
    public async Task What_is_misspelled_is_refused_without_asking(string main, string key, string? tradesFor, string hint)
    {
        Assert.Contains(hint, await RefusedAsync(new(main, key, tradesFor)), StringComparison.Ordinal);
        Assert.Empty(_venue.Requests("userRole"));
    }

    [Fact]
    public async Task A_sub_account_of_the_wallet_may_be_traded_and_one_of_another_may_not()
    {
        _venue.On("userRole", Answer.Json("""{"role":"user"}"""), Answer.Json($$$"""{"role":"subAccount","data":{"master":"{{{FakeHyperliquid.Main}}}"}}"""));
        await AcceptedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey, Sub));

        _venue.On("userRole", Answer.Json("""{"role":"user"}"""), Answer.Json($$$"""{"role":"subAccount","data":{"master":"{{{Somebody}}}"}}"""));
        Assert.Contains("another wallet", await RefusedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey, Sub)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_may_be_traded_by_its_leader_alone()
    {
        _venue.On("userRole", Answer.Json("""{"role":"user"}"""), Answer.Json("""{"role":"vault"}"""));
        _venue.On("vaultDetails", $$"""{"name":"V","leader":"{{Somebody}}"}""");

        Assert.Contains("led by another wallet", await RefusedAsync(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey, Sub)), StringComparison.Ordinal);
    }

    private static string Agents(string address, TimeSpan validFor) =>
        $$"""[{"address":"{{address}}","name":"etrms","validUntil":{{(DateTimeOffset.UtcNow + validFor).ToUnixTimeMilliseconds()}}}]""";

    private async Task<KeyPermissions> AcceptedAsync(ExchangeCredentials credentials) =>
        Assert.IsType<ExchangeOutcome<KeyPermissions>.Accepted>(await CheckAsync(credentials)).Value;

    private async Task<string> RefusedAsync(ExchangeCredentials credentials)
    {
        var rejection = Assert.IsType<ExchangeOutcome<KeyPermissions>.Rejected>(await CheckAsync(credentials)).Rejection;
        Assert.Equal(RejectionClass.Fatal, rejection.Class);
        Assert.DoesNotContain(FakeHyperliquid.AgentKey[2..], rejection.Message, StringComparison.OrdinalIgnoreCase);
        return rejection.Message;
    }

    private Task<ExchangeOutcome<KeyPermissions>> CheckAsync(ExchangeCredentials credentials) =>
        _venue.AccountOf(credentials).Feed.ReadPermissionsAsync(CancellationToken.None);
}
