using System.Net;

namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>How much may be asked and sent.</summary>
public sealed class CoinLimitTests(NarrowVenue venue) : IClassFixture<NarrowVenue>
{
    [Fact]
    public async Task An_address_past_its_budget_is_told_how_to_earn_more_but_may_still_cancel()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        var order = CoinTrader.Limit(true, Math.Round(await trader.MarkAsync() * 0.9m), 0.01m);
        for (var sent = 0; sent < NarrowVenue.FirstActions; sent++)
        {
            await trader.OrderAsync(order);
        }

        // One more drips in every ten seconds, and the first of them is free at once.
        await trader.OrderAsync(order);
        var refused = await trader.SendAsync($$"""{"type":"order","orders":[{{order}}],"grouping":"na"}""");
        var resting = (await trader.InfoAsync("openOrders"))[0].GetProperty("oid").GetInt64();
        var cancelled = await trader.SendAsync($$"""{"type":"cancel","cancels":[{"a":0,"o":{{resting}}}]}""");

        Assert.StartsWith("Too many cumulative requests sent", Assert.Single(CoinTrader.Errors(refused)), StringComparison.Ordinal);
        Assert.Equal("success", Assert.Single(CoinTrader.Statuses(cancelled)).GetString());
        var budget = await trader.InfoAsync("userRateLimit");
        Assert.True(budget.GetProperty("nRequestsUsed").GetInt64() > budget.GetProperty("nRequestsCap").GetInt64());
    }

    [Fact]
    public async Task Too_much_weight_from_one_address_is_429()
    {
        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 60; call++)
        {
            statuses.Add((await venue.SendTextAsync(HttpMethod.Post, "/info", """{"type":"meta"}""")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        venue.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await venue.SendTextAsync(HttpMethod.Post, "/info", """{"type":"meta"}""")).Status);
    }
}

/// <summary>The venue with narrow limits.</summary>
public sealed class NarrowVenue : PaperVenue
{
    public const int FirstActions = 3;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [new("Venue:Hyperliquid:FirstActions", $"{FirstActions}"), new("Venue:Hyperliquid:WeightPerMinute", "1000")];
}
