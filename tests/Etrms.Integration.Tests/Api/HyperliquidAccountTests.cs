using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Api;

/// <summary>Wallet addresses and agent keys in place of an API key and its secret.</summary>
public sealed class HyperliquidAccountTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Wallet = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
    private const string Vault = "0x23618E81E3F5CDF7F54C3D65F7FBC0ABF5B21E8F";

    /// <summary>No wallet of anybody: digits in order.</summary>
    private static readonly string AgentKey = string.Concat(Enumerable.Repeat("0123456789ABCDEF", 4));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Addresses_are_stored_in_lower_case_and_the_agents_key_with_its_prefix()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var sending = client.SendAsync(HttpMethod.Post, "accounts", Request("Vault") with { TradesFor = $" {Vault} " }, Cancellation);
        var row = await new PretendedWorker(host).NextAsync(CommandKinds.ConnectAccount, Cancellation);
        var id = row.Payload.Deserialize<AccountCommand>(EtrmsJson.Options)!.AccountId;

        await using var database = await host.DatabaseAsync(Cancellation);
        var account = await database.ExchangeAccounts.AsNoTracking().SingleAsync(stored => stored.Id == id, Cancellation);
        var key = await database.ExchangeKeys.AsNoTracking().SingleAsync(stored => stored.AccountId == id, Cancellation);
        var opened = host.Services.GetRequiredService<ExchangeKeyVault>().Open(key);

        Assert.Equal((Exchange.Hyperliquid, Vault.ToLowerInvariant()), (account.Exchange, account.TradesFor));
        Assert.Equal(Wallet.ToLowerInvariant(), opened.ApiKey);
        Assert.Equal($"0x{AgentKey.ToLowerInvariant()}", opened.ApiSecret);
        await new PretendedWorker(host).AnswerAsync(CommandKinds.ConnectAccount, "Enough.", answer: null, Cancellation);
        using var answer = await sending;
    }

    [Fact]
    public async Task What_cannot_be_a_wallet_or_a_key_is_told_beside_each_field()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var request = Request("Slips") with { ApiKey = AgentKey, ApiSecret = Wallet, TradesFor = "0x12" };

        var problem = await client.ProblemAsync(400, HttpMethod.Post, "accounts", request, Cancellation);

        Assert.Contains("40 hexadecimal digits", problem.Reason("api_key"), StringComparison.Ordinal);
        Assert.Contains("64 hexadecimal digits", problem.Reason("api_secret"), StringComparison.Ordinal);
        Assert.Contains("40 hexadecimal digits", problem.Reason("trades_for"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_main_wallet_is_no_sub_account_of_its_own()
    {
        using var client = await host.SignedInAsync(Cancellation);

        var problem = await client.ProblemAsync(400, HttpMethod.Post, "accounts", Request("Itself") with { TradesFor = Wallet }, Cancellation);

        Assert.Contains("main wallet itself", problem.Reason("trades_for"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binance_key_acts_for_nobody_else()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var request = new CreateAccountRequest
        {
            Name = "Both",
            Exchange = Exchange.Binance,
            Network = AccountNetwork.Paper,
            ApiKey = "abcd1234-5678",
            ApiSecret = "with spaces in it",
            TradesFor = Vault,
        };

        var problem = await client.ProblemAsync(400, HttpMethod.Post, "accounts", request, Cancellation);

        Assert.Contains("Leave this empty", problem.Reason("trades_for"), StringComparison.Ordinal);
        Assert.Contains("letters and digits", problem.Reason("api_secret"), StringComparison.Ordinal);
    }

    private static CreateAccountRequest Request(string name) => new()
    {
        Name = name,
        Exchange = Exchange.Hyperliquid,
        Network = AccountNetwork.Paper,
        ApiKey = Wallet,
        ApiSecret = AgentKey,
    };
}
