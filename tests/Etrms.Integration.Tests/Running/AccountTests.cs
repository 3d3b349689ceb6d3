using System.Net;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.Running;

[Collection(nameof(RunningSystem))]
public sealed class AccountTests(RunningSystem system)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connected_account_shows_the_venues_balance_and_hides_its_key()
    {
        var key = await system.Venue.CreateAccountAsync(12_345);

        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Shown"));

        await Eventually.TrueAsync(
            "the balance is shown", async _ => (await system.Trader.GetAsync<AccountView>($"/accounts/{account.Id}")).Equity == 12_345, Eventually.NextMinute);
        var shown = await system.Trader.GetAsync<ApiKeyView>($"/accounts/{account.Id}/key");
        Assert.DoesNotContain(key.ApiKey, shown.MaskedKey, StringComparison.Ordinal);
        Assert.True(shown.CanTrade);
        Assert.False(shown.CanWithdraw);
    }

    [Fact]
    public async Task A_balance_that_is_explained_needs_no_accepting()
    {
        var key = await system.Venue.CreateAccountAsync(5_000);
        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Explained"));
        await Eventually.TrueAsync("the balance is shown", async _ => (await system.Trader.GetAsync<AccountView>($"/accounts/{account.Id}")).Equity == 5_000);

        var problem = await system.Trader.PostAsync<JsonElement>(
            $"/accounts/{account.Id}/accept-balance", new AcceptBalanceRequest { Reason = "no reason" }, HttpStatusCode.UnprocessableEntity);

        Assert.Contains("nothing to accept", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_can_withdraw_is_refused_and_nothing_of_it_is_stored()
    {
        var key = await system.Venue.CreateAccountAsync(1000, canWithdraw: true);

        var problem = await system.Trader.ConnectAsync<JsonElement>(Existing.NewAccount(key, "Dangerous"), HttpStatusCode.UnprocessableEntity);

        Assert.Contains("withdraw", problem.GetProperty("errors").GetProperty("api_key")[0].GetString(), StringComparison.OrdinalIgnoreCase);
        await AssertNothingStoredAsync("Dangerous");
    }

    [Fact]
    public async Task A_key_that_the_venue_does_not_know_is_refused_and_nothing_of_it_is_stored()
    {
        var invented = new PaperKey(new string('k', 64), new string('s', 64));

        var problem = await system.Trader.ConnectAsync<JsonElement>(Existing.NewAccount(invented, "Invented"), HttpStatusCode.UnprocessableEntity);

        Assert.True(problem.GetProperty("errors").TryGetProperty("api_key", out _));
        await AssertNothingStoredAsync("Invented");
    }

    [Fact]
    public async Task A_removed_account_leaves_the_list_and_its_key_leaves_the_database()
    {
        var key = await system.Venue.CreateAccountAsync(1000);
        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Removed"));

        await system.Trader.SendAsync<CommandView>(HttpMethod.Delete, $"/accounts/{account.Id}", null, HttpStatusCode.OK);

        Assert.DoesNotContain((await system.Trader.GetAsync<AccountsView>("/accounts")).Accounts, shown => shown.Id == account.Id);
        await AssertNothingStoredAsync("Removed");
    }

    [Fact]
    public async Task A_live_account_is_not_guarded_beside_paper_ones_and_nothing_of_it_is_stored()
    {
        var key = await system.Venue.CreateAccountAsync(1000);
        var paper = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Paper first"));
        var live = Existing.NewAccount(key, "Other network") with { Network = AccountNetwork.Live };

        var problem = await system.Trader.ConnectAsync<JsonElement>(live, HttpStatusCode.UnprocessableEntity);

        Assert.Contains("another network", problem.GetProperty("errors").GetProperty("network")[0].GetString(), StringComparison.Ordinal);
        await AssertNothingStoredAsync("Other network");
        await system.Trader.SendAsync<CommandView>(HttpMethod.Delete, $"/accounts/{paper.Id}", null, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wallet_with_its_agent_is_connected_and_a_strangers_agent_is_refused()
    {
        var wallet = await system.Venue.CreateWalletAsync(4_321);
        var stranger = await system.Venue.CreateWalletAsync(1_000);

        var refused = await system.Trader.ConnectAsync<JsonElement>(
            Wallet("Stranger", wallet with { ApiSecret = stranger.ApiSecret }), HttpStatusCode.UnprocessableEntity);
        Assert.True(refused.GetProperty("errors").TryGetProperty("api_key", out _));
        await AssertNothingStoredAsync("Stranger");
        var account = await system.Trader.ConnectAsync<AccountView>(Wallet("Wallet", wallet));

        await Eventually.TrueAsync(
            "the balance is shown", async _ => (await system.Trader.GetAsync<AccountView>($"/accounts/{account.Id}")).Equity == 4_321, Eventually.NextMinute);
        var shown = await system.Trader.GetAsync<ApiKeyView>($"/accounts/{account.Id}/key");
        Assert.False(shown.CanWithdraw);
        await system.Trader.SendAsync<CommandView>(HttpMethod.Delete, $"/accounts/{account.Id}", null, HttpStatusCode.OK);
    }

    private static CreateAccountRequest Wallet(string name, PaperKey key) =>
        Existing.NewAccount(key, name) with { Exchange = Exchange.Hyperliquid };

    private async Task AssertNothingStoredAsync(string name)
    {
        await using var db = system.OpenDatabase();
        Assert.False(await db.ExchangeAccounts.AnyAsync(row => row.Name == name, Cancellation));
        Assert.False(await db.ExchangeKeys.AnyAsync(row => !db.ExchangeAccounts.Any(account => account.Id == row.AccountId), Cancellation));
    }
}
