using System.Net;
using System.Text;
using Etrms.Exchanges.Hyperliquid.Signing;

namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>Who may do what, and which requests are turned away.</summary>
public sealed class AccessTests(CoinVenue venue) : IClassFixture<CoinVenue>
{
    private const string Leverage = """{"type":"updateLeverage","asset":0,"isCross":true,"leverage":5}""";

    [Fact]
    public async Task The_standard_wallet_is_the_one_of_the_well_known_key()
    {
        var trader = CoinTrader.Standard(venue);

        Assert.Equal("0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a", trader.Address);
        Assert.Equal(100_000, CoinTrader.Number((await trader.InfoAsync("clearinghouseState")).GetProperty("marginSummary"), "accountValue"));
        Assert.Equal("ok", (await trader.SendAsync(Leverage)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_agent_trades_but_does_not_move_money()
    {
        var trader = await CoinTrader.OpenAsync(venue);

        Assert.Equal("ok", (await trader.SendAsync(Leverage)).GetProperty("status").GetString());
        Assert.Contains("Must deposit", Assert.Single(CoinTrader.Errors(await trader.SendAsync("""{"type":"createSubAccount","name":"mine"}"""))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_named_and_refused()
    {
        var stranger = CoinTrader.Standard(venue).With("0x" + new string('7', 64));

        var error = Assert.Single(CoinTrader.Errors(await stranger.SendAsync(Leverage)));

        Assert.Equal($"User or API Wallet {CoinTrader.KeyOf("0x" + new string('7', 64)).Address} does not exist.", error);
    }

    [Fact]
    public async Task A_nonce_works_once_and_only_near_the_present()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        var nonce = CoinTrader.NextNonce();
        await trader.SendAsync(Leverage, nonce);

        Assert.Contains("duplicate nonce", Assert.Single(CoinTrader.Errors(await trader.SendAsync(Leverage, nonce))), StringComparison.Ordinal);
        var old = CoinTrader.NextNonce() - (long)TimeSpan.FromDays(3).TotalMilliseconds;
        Assert.Contains("nonce", Assert.Single(CoinTrader.Errors(await trader.SendAsync(Leverage, old))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_action_is_not_carried_out()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        var mark = await trader.MarkAsync();

        var late = await trader.SendAsync(
            $$"""{"type":"order","orders":[{{CoinTrader.Limit(true, Math.Round(mark * 0.9m), 0.01m)}}],"grouping":"na"}""",
            expiresAfter: CoinTrader.NextNonce() - 60_000);

        Assert.Contains("expired", Assert.Single(CoinTrader.Errors(late)), StringComparison.Ordinal);
        Assert.Empty((await trader.InfoAsync("openOrders")).EnumerateArray());
    }

    [Fact]
    public async Task A_new_agent_may_trade_once_its_owner_approved_it()
    {
        var owner = CoinTrader.Standard(venue);
        var agent = CoinTrader.KeyOf("0x" + new string('5', 64));
        var nonce = CoinTrader.NextNonce();
        var digest = TypedData.Digest(
            "HyperliquidSignTransaction", 0x66eee, "HyperliquidTransaction:ApproveAgent",
            TypedField.Text("hyperliquidChain", "Mainnet"), TypedField.Address("agentAddress", agent.Address),
            TypedField.Text("agentName", "bot"), TypedField.Number("nonce", "uint64", (ulong)nonce));
        var signature = CoinTrader.KeyOf(CoinTrader.StandardKey).Sign(digest);
        var body = $$$"""
            {"action":{"type":"approveAgent","hyperliquidChain":"Mainnet","signatureChainId":"0x66eee","agentAddress":"{{{agent.Address}}}","agentName":"bot","nonce":{{{nonce}}}},
             "nonce":{{{nonce}}},"signature":{"r":"{{{signature.R}}}","s":"{{{signature.S}}}","v":{{{signature.V}}}}}
            """;

        var (status, answer) = await venue.SendTextAsync(HttpMethod.Post, "/exchange", body);

        Assert.Equal((HttpStatusCode.OK, """{"status":"ok","response":{"type":"default"}}"""), (status, answer));
        Assert.Equal("ok", (await owner.With("0x" + new string('5', 64)).SendAsync(Leverage)).GetProperty("status").GetString());
        Assert.Equal("agent", (await new CoinTrader(venue, agent.Address, CoinTrader.StandardKey).InfoAsync("userRole")).GetProperty("role").GetString());
        Assert.Contains((await owner.InfoAsync("extraAgents")).EnumerateArray(), known => known.GetProperty("name").GetString() == "bot");
    }

    [Fact]
    public async Task A_sub_account_is_traded_in_the_name_of_its_master_alone()
    {
        var master = CoinTrader.Standard(venue);
        var created = await master.SendAsync("""{"type":"createSubAccount","name":"second"}""");
        var address = created.GetProperty("response").GetProperty("data").GetString()!;
        await master.SendAsync($$"""{"type":"subAccountTransfer","subAccountUser":"{{address}}","isDeposit":true,"usd":1000000000}""");
        var other = await CoinTrader.OpenAsync(venue);

        Assert.Equal("ok", (await master.SendAsync(Leverage, vault: address)).GetProperty("status").GetString());
        Assert.Contains("Vault not registered", Assert.Single(CoinTrader.Errors(await other.SendAsync(Leverage, vault: address))), StringComparison.Ordinal);
        var listed = (await master.InfoAsync("subAccounts")).EnumerateArray().Single(sub => sub.GetProperty("subAccountUser").GetString() == address);
        Assert.Equal(1_000, CoinTrader.Number(listed.GetProperty("clearinghouseState").GetProperty("marginSummary"), "accountValue"));

        await master.SendAsync($$"""{"type":"subAccountTransfer","subAccountUser":"{{address}}","isDeposit":false,"usd":1000000000}""");
        Assert.Equal(100_000, CoinTrader.Number((await master.InfoAsync("clearinghouseState")).GetProperty("marginSummary"), "accountValue"));
    }

    [Theory]
    [InlineData("/info", """{"type":"noSuchThing"}""")]
    [InlineData("/info", """{"type":"l2Book"}""")]
    [InlineData("/info", """{"type":"clearinghouseState","user":"nobody"}""")]
    [InlineData("/info", """["type"]""")]
    [InlineData("/info", "nonsense")]
    [InlineData("/exchange", """{"action":{"type":"order"}}""")]
    [InlineData("/exchange", """{"action":{"type":"noSuchThing"},"nonce":1,"signature":{"r":"0x1","s":"0x1","v":27}}""")]
    [InlineData("/exchange", """{"action":{"type":"noop"},"nonce":"1","signature":{"r":"0x1","s":"0x1","v":27}}""")]
    public async Task A_malformed_body_is_422_in_plain_text(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await venue.Http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_unknown_or_differently_spelled_address_has_an_empty_account()
    {
        var nobody = new CoinTrader(venue, CoinTrader.Standard(venue).Address.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal), CoinTrader.StandardKey);

        var state = await nobody.InfoAsync("clearinghouseState");

        Assert.Equal("0.0", state.GetProperty("marginSummary").GetProperty("accountValue").GetString());
        Assert.Empty(state.GetProperty("assetPositions").EnumerateArray());
    }

    [Fact]
    public async Task Slices_over_time_are_refused_in_clear_words()
    {
        var trader = await CoinTrader.OpenAsync(venue);

        var answer = await trader.SendAsync("""{"type":"twapOrder","twap":{"a":0,"b":true,"s":"1","r":false,"m":30,"t":false}}""");

        Assert.Equal("TWAP orders are not offered by this venue.", Assert.Single(CoinTrader.Errors(answer)));
    }
}
