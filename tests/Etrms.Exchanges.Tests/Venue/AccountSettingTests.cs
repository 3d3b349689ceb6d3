using System.Security.Cryptography;
using System.Text;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>What an account may choose, and what is done to it. BTCUSDT stands at 100000.</summary>
public sealed class AccountSettingTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    private const string MultiAssets = "/fapi/v1/multiAssetsMargin";

    [Fact]
    public async Task Multi_assets_mode_forbids_isolated_margin_and_is_told()
    {
        var trader = await StartAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        var switched = await trader.PostAsync(MultiAssets, "multiAssetsMargin=true");
        var again = await trader.PostAsync(MultiAssets, "multiAssetsMargin=true");
        var isolated = await trader.PostAsync("/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        var told = await socket.WaitForEventAsync("ACCOUNT_CONFIG_UPDATE");

        Assert.Equal((200, -4171, -4168), (switched.Code, again.Code, isolated.Code));
        Assert.True(told.GetProperty("ai").GetProperty("j").GetBoolean());
        Assert.True((await trader.GetAsync("/fapi/v1/accountConfig")).Body.GetProperty("multiAssetsMargin").GetBoolean());
    }

    [Fact]
    public async Task An_isolated_contract_keeps_multi_assets_mode_off()
    {
        var trader = await StartAsync();
        await trader.PostAsync("/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");

        var answer = await trader.PostAsync(MultiAssets, "multiAssetsMargin=true");

        Assert.Equal(-4167, answer.Code);
    }

    [Fact]
    public async Task Margin_added_and_taken_is_remembered()
    {
        var trader = await StartAsync();
        await trader.PostAsync("/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");

        await trader.PostAsync("/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=20&type=1");
        await trader.PostAsync("/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=5&type=2");
        var history = (await trader.GetAsync("/fapi/v1/positionMargin/history", "symbol=BTCUSDT")).Body.EnumerateArray();

        Assert.Equal(["20", "-5"], history.Select(change => change.GetProperty("amount").GetString()));
    }

    [Fact]
    public async Task A_deleveraged_position_is_closed_by_an_order_of_its_own_kind()
    {
        var trader = await StartAsync();
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");

        await venue.ControlAsync("deleverage", new { api_key = trader.ApiKey, symbol = "BTCUSDT" });
        var forced = Assert.Single((await trader.GetAsync("/fapi/v1/forceOrders", "autoCloseType=ADL")).Body.EnumerateArray());

        Assert.Equal("adl_autoclose", forced.GetProperty("clientOrderId").GetString());
        Assert.Equal(0m, await trader.PositionAsync("BTCUSDT"));
        Assert.Empty((await trader.GetAsync("/fapi/v1/forceOrders", "autoCloseType=LIQUIDATION")).Body.EnumerateArray());
    }

    [Fact]
    public async Task A_liquidated_account_is_warned_first_and_finds_the_forced_order()
    {
        var trader = await StartAsync(balance: 100m);
        await using var account = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");
        await using var tape = await VenueSocket.OpenAsync(venue, "/market/ws/btcusdt@forceOrder");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.015");

        await venue.MovePriceAsync("BTCUSDT", 93_780m);
        await account.WaitForEventAsync("MARGIN_CALL");
        await venue.MovePriceAsync("BTCUSDT", 93_000m);
        await tape.WaitForEventAsync("forceOrder");
        var forced = Assert.Single((await trader.GetAsync("/fapi/v1/forceOrders", "autoCloseType=LIQUIDATION")).Body.EnumerateArray());

        Assert.StartsWith("autoclose-", forced.GetProperty("clientOrderId").GetString(), StringComparison.Ordinal);
        Assert.Equal(0m, await trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task A_registered_public_key_opens_the_account()
    {
        var trader = await StartAsync();
        using var rsa = RSA.Create(2048);
        var added = await venue.ControlAsync("keys", new { api_key = trader.ApiKey, public_key = rsa.ExportSubjectPublicKeyInfoPem() });
        var owner = new VenueTrader(venue, added.GetProperty("api_key").GetString()!, "");
        var query = $"symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&timestamp={venue.Clock.GetUtcNow().ToUnixTimeMilliseconds()}";
        var signature = rsa.SignData(Encoding.UTF8.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        await owner.SendRawAsync("POST", "/fapi/v1/order", $"{query}&signature={Uri.EscapeDataString(Convert.ToBase64String(signature))}");
        var forged = await owner.SendRawAsync("POST", "/fapi/v1/order", $"{query}&signature=AAAA");

        Assert.Equal(0.01m, await trader.PositionAsync("BTCUSDT"));
        Assert.Equal(-1022, forged.Code);
    }

    private async Task<VenueTrader> StartAsync(decimal balance = 100_000m)
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        return await venue.OpenAccountAsync(balance);
    }
}
