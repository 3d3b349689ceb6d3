using System.Net;
using Etrms.Venue.Binance.Keys;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class AuthenticationTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    private const string Account = "/fapi/v3/account";

    [Fact]
    public async Task Without_a_key_header_the_call_is_401()
    {
        var answer = await new VenueTrader(venue, "", "").GetAsync(Account);

        Assert.Equal((HttpStatusCode.Unauthorized, -2014), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_unknown_key_is_401()
    {
        var answer = await new VenueTrader(venue, "nobody", "nothing").GetAsync(Account);

        Assert.Equal((HttpStatusCode.Unauthorized, -2015), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_wrong_secret_is_a_wrong_signature()
    {
        var trader = await venue.OpenAccountAsync();

        var answer = await new VenueTrader(venue, trader.ApiKey, "wrong").GetAsync(Account);

        Assert.Equal((HttpStatusCode.BadRequest, -1022), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(0, "", 0)]
    [InlineData(900, "", 0)]
    [InlineData(2_000, "", -1021)]
    [InlineData(-4_000, "", 0)]
    [InlineData(-6_000, "", -1021)]
    [InlineData(-50_000, "recvWindow=60000&", 0)]
    [InlineData(-65_000, "recvWindow=60000&", -1021)]
    [InlineData(0, "recvWindow=60001&", -1131)]
    public async Task The_timestamp_must_lie_in_the_window(int offsetMs, string window, int code)
    {
        var trader = await venue.OpenAccountAsync();
        var timestamp = venue.Clock.GetUtcNow().ToUnixTimeMilliseconds() + offsetMs;

        var answer = await trader.GetAsync(Account, $"{window}timestamp={timestamp}");

        Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task Parameters_may_be_split_over_query_and_body_and_the_query_wins()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        const string query = "symbol=BTCUSDT&leverage=7";
        var body = $"leverage=9&timestamp={venue.Clock.GetUtcNow().ToUnixTimeMilliseconds()}";

        var (_, answer) = await venue.SendTextAsync(
            HttpMethod.Post, $"/fapi/v1/leverage?{query}", $"{body}&signature={Signatures.Sign("testsecret", query + body)}", "application/x-www-form-urlencoded");

        Assert.Contains("\"leverage\":7", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "True")]
    [InlineData(false, "False")]
    public async Task A_key_tells_what_it_may_do(bool canWithdraw, string expected)
    {
        var trader = await venue.OpenAccountAsync(canWithdraw: canWithdraw);

        var answer = await trader.GetAsync("/sapi/v1/account/apiRestrictions");

        Assert.Equal(expected, answer.Body.GetProperty("enableWithdrawals").ToString());
        Assert.True(answer.Body.GetProperty("enableFutures").GetBoolean());
        Assert.True(answer.Body.GetProperty("enableReading").GetBoolean());
        Assert.False(answer.Body.GetProperty("ipRestrict").GetBoolean());
    }
}
