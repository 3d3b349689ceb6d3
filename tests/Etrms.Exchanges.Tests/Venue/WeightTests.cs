using System.Net;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>A venue with limits low enough to hit.</summary>
public sealed class TightVenue : PaperVenue
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Venue:Limits:WeightPerMinute", "100"), new("Venue:Limits:OrdersPerTenSeconds", "2"), new("Venue:Limits:RefusalsBeforeBan", "3"),
    ];
}

public sealed class WeightTests(TightVenue venue) : IClassFixture<TightVenue>
{
    [Fact]
    public async Task Weights_are_told_limits_are_announced_and_passing_them_ends_in_a_ban()
    {
        var trader = new VenueTrader(venue, "testkey", "testsecret");
        var info = await venue.GetAsync("/fapi/v1/exchangeInfo");
        var cheap = await trader.GetAsync("/fapi/v1/depth", "symbol=BTCUSDT&limit=5");
        var dear = await trader.GetAsync("/fapi/v1/depth", "symbol=BTCUSDT&limit=1000");
        var orders = new List<VenueAnswer>();
        for (var number = 0; number < 3; number++)
        {
            orders.Add(await trader.PostAsync("/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01"));
        }

        var refused = new List<VenueAnswer>();
        while (refused.Count < 5)
        {
            var answer = await trader.GetAsync("/fapi/v1/depth", "symbol=BTCUSDT&limit=1000");
            if (answer.Status != HttpStatusCode.OK)
            {
                refused.Add(answer);
            }
        }

        Assert.Contains(info.GetProperty("rateLimits").EnumerateArray(), limit => limit.GetProperty("limit").GetInt32() == 100);
        Assert.Equal(20, int.Parse(dear.Headers["X-MBX-USED-WEIGHT-1M"]) - int.Parse(cheap.Headers["X-MBX-USED-WEIGHT-1M"]));
        Assert.Equal(["1", "2", "2"], orders.Select(order => order.Headers["X-MBX-ORDER-COUNT-10S"]));
        Assert.Equal((HttpStatusCode.TooManyRequests, -1015), (orders[2].Status, orders[2].Code));
        Assert.Equal([429, 429, 429, 418, 418], refused.Select(answer => (int)answer.Status));
        Assert.All(refused, answer => Assert.InRange(int.Parse(answer.Headers["Retry-After"]), 1, 120));
    }
}
