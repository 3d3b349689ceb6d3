using System.Globalization;
using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>A paper venue that follows the public feed of another, as it would follow the exchange's.</summary>
public sealed class LiveFeedTests(PaperVenue leader) : IClassFixture<PaperVenue>
{
    [Fact]
    public async Task Last_price_mark_and_funding_follow_the_feed()
    {
        await using var follower = new Follower(leader);
        await follower.InitializeAsync();
        await leader.MovePriceAsync("BTCUSDT", 123_456m);

        var price = await EventuallyAsync(async () => await follower.GetAsync("/fapi/v1/ticker/price?symbol=BTCUSDT"), answer => Number(answer, "price") == 123_456m);
        var theirs = await leader.GetAsync("/fapi/v1/premiumIndex?symbol=BTCUSDT");
        var ours = await EventuallyAsync(
            async () => await follower.GetAsync("/fapi/v1/premiumIndex?symbol=BTCUSDT"), answer => Number(answer, "markPrice") == Number(theirs, "markPrice"));

        Assert.Equal(123_456m, Number(price, "price"));
        Assert.Equal(theirs.GetProperty("lastFundingRate").GetString(), ours.GetProperty("lastFundingRate").GetString());
        Assert.Equal(theirs.GetProperty("nextFundingTime").GetInt64(), ours.GetProperty("nextFundingTime").GetInt64());
    }

    [Fact]
    public async Task The_source_is_shown_and_a_lost_feed_too()
    {
        await using var follower = new Follower(leader);
        await follower.InitializeAsync();
        var status = await EventuallyAsync(async () => await follower.GetAsync("/control/status"), answer => answer.GetProperty("phase").GetString() != "deaf");

        await leader.ControlAsync("sockets", new { action = "disconnect", route = "market" });
        var lost = await EventuallyAsync(async () => await follower.GetAsync("/control/status"), answer => answer.GetProperty("phase").GetString() == "deaf");
        follower.Clock.Advance(TimeSpan.FromSeconds(2));
        var found = await EventuallyAsync(async () => await follower.GetAsync("/control/status"), answer => answer.GetProperty("phase").GetString() != "deaf");

        Assert.All([status, lost, found], answer => Assert.Equal("live_feed", answer.GetProperty("price_source").GetString()));
    }

    private static decimal Number(JsonElement answer, string name) => decimal.Parse(answer.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static async Task<JsonElement> EventuallyAsync(Func<Task<JsonElement>> read, Func<JsonElement, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var answer = await read();
            if (holds(answer))
            {
                return answer;
            }

            Assert.False(limit.IsCancellationRequested, answer.GetRawText());
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Follower(PaperVenue leader) : PaperVenue
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("Venue:Prices", "live"), new("Venue:LiveNetwork", "paper"), new("Venue:LiveStreams", $"ws://{leader.Address.Authority}"),
            new("services:venue:http:0", leader.Address.ToString()),
        ];
    }
}
