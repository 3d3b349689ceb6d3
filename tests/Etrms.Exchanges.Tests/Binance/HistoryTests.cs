using System.Collections.Immutable;
using System.Globalization;
using System.Web;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>Whatever comes in pages.</summary>
public sealed class HistoryTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1750000020000);

    [Fact]
    public async Task Candles_come_page_by_page_without_gaps_and_end_before_the_end()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/klines", Answer.Json(Candles(0, 1500)), Answer.Json(Candles(1500, 101)));

        var candles = await venue.Clients.CandleHistory(Exchange.Binance, VenueNetwork.Paper)
            .ReadCandlesAsync(Some.Btc, TimeSpan.FromMinutes(1), Start, Start.AddMinutes(1600), CancellationToken.None);

        Assert.Equal(1600, candles.Length);
        Assert.All(candles.Zip(candles.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.Second.OpenAt - pair.First.OpenAt));
        Assert.Equal(new Candle(Start, 1, 3, 0.5m, 2, 10), candles[0]);
        var second = HttpUtility.ParseQueryString(venue.Requests("GET", "/fapi/v1/klines")[1].Query);
        Assert.Equal(Start.AddMinutes(1500).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), second["startTime"]);
        Assert.Equal("1m", second["interval"]);
    }

    [Fact]
    public async Task Funding_rates_are_read_with_their_instants()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/fundingRate",
            """[{"symbol":"BTCUSDT","fundingRate":"-0.00010000","fundingTime":1750003200000,"markPrice":"60000"}]""");

        var rates = await venue.Clients.CandleHistory(Exchange.Binance, VenueNetwork.Paper)
            .ReadFundingAsync(Some.Btc, Start, Start.AddDays(1), CancellationToken.None);

        Assert.Equal([new FundingRate(DateTimeOffset.FromUnixTimeMilliseconds(1750003200000), -0.0001m)], rates);
    }

    [Fact]
    public async Task History_waits_when_the_venue_asks_for_a_pause()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/klines",
            Answer.Error(429, -1003, "Too many requests.") with { Headers = [("Retry-After", "1")] }, Answer.Json(Candles(0, 2)));

        var candles = await venue.Clients.CandleHistory(Exchange.Binance, VenueNetwork.Paper)
            .ReadCandlesAsync(Some.Btc, TimeSpan.FromMinutes(1), Start, Start.AddMinutes(2), CancellationToken.None);

        Assert.Equal(2, candles.Length);
    }

    [Fact]
    public async Task Fills_are_asked_in_spans_of_seven_days_and_told_once()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/userTrades", Answer.Json($"[{Trade(1)},{Trade(2)}]"), Answer.Json($"[{Trade(2)},{Trade(3)}]"));
        var since = DateTimeOffset.FromUnixTimeMilliseconds(1750000000000).AddDays(-10);

        var outcome = await venue.Account.Feed.ReadFillsAsync(Some.Btc, since, CancellationToken.None);

        Assert.Equal(["1", "2", "3"], Assert.IsType<ExchangeOutcome<ImmutableArray<Fill>>.Accepted>(outcome).Value.Select(fill => fill.TradeId));
        var starts = venue.Requests("GET", "/fapi/v1/userTrades")
            .Select(request => long.Parse(HttpUtility.ParseQueryString(request.Query)["startTime"]!, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(2, starts.Length);
        Assert.Equal(TimeSpan.FromDays(7).TotalMilliseconds, starts[1] - starts[0]);
    }

    [Fact]
    public async Task Bookings_keep_their_kind_and_number()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/income",
            $"[{Samples.Income("INSURANCE_CLEAR", "-3", 3, at: 1750000009000)},{Samples.Income("FUNDING_FEE", "-1.25", 1)},"
            + $"{Samples.Income("TRANSFER", "500", 2)},{Samples.Income("WELCOME_BONUS", "1", 2)}]");

        var outcome = await venue.Account.Feed.ReadLedgerAsync(Start, CancellationToken.None);

        var entries = Assert.IsType<ExchangeOutcome<ImmutableArray<LedgerEntry>>.Accepted>(outcome).Value;
        Assert.Equal(
            [(LedgerKind.Funding, "1"), (LedgerKind.Transfer, "TRANSFER:2"), (LedgerKind.Other, "WELCOME_BONUS:2"), (LedgerKind.Liquidation, "3")],
            entries.Select(entry => (entry.Kind, entry.EntryId)));
    }

    [Fact]
    public async Task Permissions_are_what_the_wallet_says_of_the_key()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/sapi/v1/account/apiRestrictions",
            """{"ipRestrict":true,"createTime":1,"enableReading":true,"enableWithdrawals":true,"enableFutures":true,"enableMargin":false}""");

        var outcome = await venue.Account.Feed.ReadPermissionsAsync(CancellationToken.None);

        Assert.Equal(
            new KeyPermissions(CanRead: true, CanTradeFutures: true, CanWithdraw: true, IsIpRestricted: true),
            Assert.IsType<ExchangeOutcome<KeyPermissions>.Accepted>(outcome).Value);
    }

    private static string Candles(int first, int count) => $"[{string.Join(',', Enumerable.Range(first, count).Select(i =>
        $"""[{Start.AddMinutes(i).ToUnixTimeMilliseconds()},"1","3","0.5","2","10",{Start.AddMinutes(i + 1).ToUnixTimeMilliseconds() - 1},"20",5,"5","10","0"]"""))}]";

    private static string Trade(int id) =>
        $$"""
        {"buyer":false,"commission":"0.3","commissionAsset":"USDT","id":{{id}},"maker":false,"orderId":6,"price":"3000","qty":"0.2","quoteQty":"600",
         "realizedPnl":"-7","side":"SELL","positionSide":"BOTH","symbol":"BTCUSDT","time":1750000005000}
        """;
}
