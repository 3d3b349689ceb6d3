using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>What happens to accounts without their doing, and what is left of it afterwards.</summary>
public sealed class CoinHistoryTests(CoinVenue venue) : IClassFixture<CoinVenue>
{
    [Fact]
    public async Task Funding_is_paid_each_hour_on_the_oracle_price()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await trader.TakeAsync(buy: true, 0.5m);
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        await socket.SendAsync($$$"""{"method":"subscribe","subscription":{"type":"userFundings","user":"{{{trader.Address}}}"}}""");
        await venue.ControlAsync("speed", new { speed = 10_000 });
        await venue.ControlAsync("resume", new { });

        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "userFundings"
            && !message.GetProperty("data").TryGetProperty("isSnapshot", out _));

        await venue.ControlAsync("pause", new { });
        await venue.ControlAsync("speed", new { speed = 1 });
        var paid = (await trader.InfoAsync("userFunding", ",\"startTime\":0"))[0];
        var delta = paid.GetProperty("delta");
        Assert.Equal(0, paid.GetProperty("time").GetInt64() % 3_600_000);
        Assert.Equal(0.5m, CoinTrader.Number(delta, "szi"), 3);
        var position = (await trader.InfoAsync("clearinghouseState")).GetProperty("assetPositions")[0].GetProperty("position");
        var payments = (await trader.InfoAsync("userFunding", ",\"startTime\":0")).EnumerateArray().Sum(row => CoinTrader.Number(row.GetProperty("delta"), "usdc"));
        Assert.Equal(-payments, CoinTrader.Number(position.GetProperty("cumFunding"), "sinceOpen"), 4);
        var rate = (await trader.InfoAsync("fundingHistory", $",\"coin\":\"BTC\",\"startTime\":{paid.GetProperty("time").GetInt64()}"))[0];
        Assert.Equal(rate.GetProperty("fundingRate").GetString(), delta.GetProperty("fundingRate").GetString());
    }

    [Fact]
    public async Task A_position_without_margin_is_liquidated_without_a_fee()
    {
        await venue.MoveBtcAsync(100_000);
        var trader = await CoinTrader.OpenAsync(venue, balance: 1_000);
        await trader.SendAsync("""{"type":"updateLeverage","asset":0,"isCross":true,"leverage":40}""");
        await trader.TakeAsync(buy: true, 0.3m);
        var position = (await trader.InfoAsync("clearinghouseState")).GetProperty("assetPositions")[0].GetProperty("position");
        var liquidation = CoinTrader.Number(position, "liquidationPx");

        await venue.MoveBtcAsync(Math.Floor(liquidation) - 5);

        Assert.Equal(0, await trader.PositionAsync());
        var fill = (await trader.InfoAsync("userFills"))[0];
        Assert.Equal("0.0", fill.GetProperty("fee").GetString());
        Assert.Equal((trader.Address, "market"), (fill.GetProperty("liquidation").GetProperty("liquidatedUser").GetString(), fill.GetProperty("liquidation").GetProperty("method").GetString()));
    }

    [Fact]
    public async Task An_isolated_position_has_its_own_margin_that_can_be_changed()
    {
        await venue.MoveBtcAsync(100_000);
        var trader = await CoinTrader.OpenAsync(venue);
        await trader.SendAsync("""{"type":"updateLeverage","asset":0,"isCross":false,"leverage":5}""");
        await trader.TakeAsync(buy: true, 0.1m);
        var before = CoinTrader.Number(await PositionAsync(trader), "marginUsed");

        Assert.Equal("ok", (await trader.SendAsync("""{"type":"updateIsolatedMargin","asset":0,"isBuy":true,"ntli":500000000}""")).GetProperty("status").GetString());
        Assert.Equal(before + 500, CoinTrader.Number(await PositionAsync(trader), "marginUsed"), 2);
        Assert.Single(CoinTrader.Errors(await trader.SendAsync("""{"type":"updateIsolatedMargin","asset":0,"isBuy":true,"ntli":-1000000000}""")));
        Assert.Equal("ok", (await trader.SendAsync("""{"type":"topUpIsolatedOnlyMargin","asset":0,"leverage":"2.5"}""")).GetProperty("status").GetString());

        var position = await PositionAsync(trader);
        Assert.Equal(CoinTrader.Number(position, "positionValue") / 2.5m, CoinTrader.Number(position, "marginUsed"), 2);
        Assert.Contains("open position", Assert.Single(CoinTrader.Errors(await trader.SendAsync("""{"type":"updateLeverage","asset":0,"isCross":true,"leverage":5}"""))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_longer_than_a_day_count_from_1970()
    {
        var trader = CoinTrader.Standard(venue);

        var weeks = await CandlesAsync("1w");
        var minutes = await CandlesAsync("1m");

        Assert.Equal(0, weeks[^1].GetProperty("t").GetInt64() % (7L * 86_400_000));
        Assert.All(minutes.Zip(minutes.Skip(1)), pair => Assert.Equal(60_000, pair.Second.GetProperty("t").GetInt64() - pair.First.GetProperty("t").GetInt64()));

        async Task<List<JsonElement>> CandlesAsync(string interval)
        {
            var start = venue.Clock.GetUtcNow().AddHours(-2).ToUnixTimeMilliseconds();
            return [.. (await trader.InfoAsync("candleSnapshot", $",\"req\":{{\"coin\":\"BTC\",\"interval\":\"{interval}\",\"startTime\":{start}}}")).EnumerateArray()];
        }
    }

    private static async Task<JsonElement> PositionAsync(CoinTrader trader) =>
        (await trader.InfoAsync("clearinghouseState")).GetProperty("assetPositions")[0].GetProperty("position");
}
