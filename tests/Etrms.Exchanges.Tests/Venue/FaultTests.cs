using System.Diagnostics;
using System.Net;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class FaultTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    private const string Buy = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01";

    public async ValueTask InitializeAsync() => await venue.MovePriceAsync("BTCUSDT", 100_000m);

    public async ValueTask DisposeAsync() => await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

    [Theory]
    [InlineData("timeout_before", 0)]
    [InlineData("timeout_after", 0.01)]
    public async Task A_timed_out_order_was_carried_out_or_not_as_scripted(string kind, double position)
    {
        var trader = await venue.OpenAccountAsync();
        await venue.ControlAsync("faults", new { kind, method = "POST", path = "/fapi/v1/order" });

        await Assert.ThrowsAsync<HttpRequestException>(() => trader.PostAsync("/fapi/v1/order", Buy));

        Assert.Equal((decimal)position, await trader.PositionAsync("BTCUSDT"));
        Assert.Equal(HttpStatusCode.OK, (await trader.PostAsync("/fapi/v1/order", Buy)).Status);
    }

    [Theory]
    [InlineData("too_many_requests", 429, -1003)]
    [InlineData("banned", 418, -1003)]
    [InlineData("execution_unknown", 503, -1000)]
    [InlineData("unavailable", 503, -1001)]
    [InlineData("internal_error", 503, -1001)]
    [InlineData("throttled", 503, -1008)]
    [InlineData("backend_timeout", 408, -1007)]
    public async Task A_call_is_refused_with_the_scripted_error_and_its_waiting_time(string error, int status, int code)
    {
        var trader = await venue.OpenAccountAsync();
        await venue.ControlAsync("faults", new { kind = "refuse", path = "/fapi/v1/order", error, retry_after_seconds = 7 });

        var answer = await trader.PostAsync("/fapi/v1/order", Buy);

        Assert.Equal((status, code, "7"), ((int)answer.Status, answer.Code, answer.Headers["Retry-After"]));
        Assert.Equal(0m, await trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task An_order_can_be_carried_out_behind_an_unknown_error()
    {
        var trader = await venue.OpenAccountAsync();
        await venue.ControlAsync("faults", new { kind = "refuse", path = "/fapi/v1/order", error = "execution_unknown", executes = true });

        var answer = await trader.PostAsync("/fapi/v1/order", Buy);

        Assert.Equal(503, (int)answer.Status);
        Assert.Equal(0.01m, await trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task A_stop_that_has_rested_long_enough_is_taken_away_by_the_venue()
    {
        var trader = await venue.OpenAccountAsync();
        await trader.PostAsync("/fapi/v1/order", Buy);
        const string Stop = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&closePosition=true";
        Assert.Equal(HttpStatusCode.OK, (await trader.PostAsync("/fapi/v1/algoOrder", $"{Stop}&triggerPrice=90000")).Status);

        await venue.ControlAsync("faults", new { kind = "withdraw", path = "/fapi/v1/algoOrder", delay_ms = 60_000 });
        Assert.Equal(1, (await trader.GetAsync("/fapi/v1/openAlgoOrders")).Body.GetArrayLength());
        venue.Clock.Advance(TimeSpan.FromMinutes(1));

        for (var deadline = Stopwatch.GetTimestamp(); (await trader.GetAsync("/fapi/v1/openAlgoOrders")).Body.GetArrayLength() > 0;)
        {
            Assert.True(Stopwatch.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20), "the stop still rests");
        }

        Assert.Equal(HttpStatusCode.OK, (await trader.PostAsync("/fapi/v1/algoOrder", $"{Stop}&triggerPrice=91000")).Status);
        Assert.Equal(1, (await trader.GetAsync("/fapi/v1/openAlgoOrders")).Body.GetArrayLength());
    }

    [Fact]
    public async Task A_delayed_call_is_answered_late()
    {
        await venue.ControlAsync("faults", new { kind = "delay", path = "/fapi/v1/time", delay_ms = 200 });
        var started = Stopwatch.GetTimestamp();

        await venue.GetAsync("/fapi/v1/time");

        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task An_account_event_can_be_lost()
    {
        var trader = await venue.OpenAccountAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");
        await venue.ControlAsync("faults", new { kind = "drop", stream = "userData@ACCOUNT_UPDATE" });

        await trader.OrderAsync(Buy);
        await trader.OrderAsync(Buy);
        await socket.WaitForEventAsync("ACCOUNT_UPDATE");

        Assert.Equal("0.02", socket.Events("ACCOUNT_UPDATE").First().GetProperty("a").GetProperty("P")[0].GetProperty("pa").GetString());
    }

    [Fact]
    public async Task Sockets_of_a_base_are_cut()
    {
        await using var market = await VenueSocket.OpenAsync(venue, "/market/ws");
        await using var open = await VenueSocket.OpenAsync(venue, "/public/ws");
        await market.RequestAsync("LIST_SUBSCRIPTIONS", "[]", "1");
        await open.RequestAsync("LIST_SUBSCRIPTIONS", "[]", "1");

        await venue.ControlAsync("sockets", new { action = "disconnect", route = "market" });

        await market.Ended;
        await open.RequestAsync("LIST_SUBSCRIPTIONS", "[]", "2");
    }

    [Fact]
    public async Task A_silenced_socket_stays_open_and_hears_nothing()
    {
        await using var silenced = await VenueSocket.OpenAsync(venue, "/market/ws/btcusdt@markPrice@1s");
        await using var other = await VenueSocket.OpenAsync(venue, "/ws/btcusdt@markPrice@1s");
        await silenced.WaitForEventAsync("markPriceUpdate");

        await venue.ControlAsync("sockets", new { action = "silence", route = "market" });
        await venue.MovePriceAsync("BTCUSDT", 93_333.3m);
        await other.WaitForEventAsync("markPriceUpdate", mark => mark.GetProperty("p").GetString()!.StartsWith("93333.3", StringComparison.Ordinal));
        var heard = silenced.Events("markPriceUpdate").Any(mark => mark.GetProperty("p").GetString()!.StartsWith("93333.3", StringComparison.Ordinal));
        await venue.ControlAsync("sockets", new { action = "resume", route = "market" });
        await venue.MovePriceAsync("BTCUSDT", 94_444.4m);

        await silenced.WaitForEventAsync("markPriceUpdate", mark => mark.GetProperty("p").GetString()!.StartsWith("94444.4", StringComparison.Ordinal));
        Assert.False(heard);
    }

    [Fact]
    public async Task A_wrong_clock_shows_in_server_time_and_refuses_true_timestamps()
    {
        var trader = await venue.OpenAccountAsync();

        await venue.ControlAsync("clock", new { offset_ms = -30_000 });
        var time = await venue.GetAsync("/fapi/v1/time");
        var answer = await trader.GetAsync("/fapi/v3/account");

        Assert.InRange(venue.Clock.GetUtcNow().ToUnixTimeMilliseconds() - time.GetProperty("serverTime").GetInt64(), 29_000, 32_000);
        Assert.Equal(-1021, answer.Code);
    }

    [Theory]
    [InlineData("""{"kind":"drop","path":"/fapi/v1/order"}""")]
    [InlineData("""{"kind":"drop"}""")]
    [InlineData("""{"kind":"refuse","path":"/fapi/v1/order"}""")]
    [InlineData("""{"kind":"timeout_after","stream":"*"}""")]
    [InlineData("""{"kind":"drop","stream":"*","count":0}""")]
    [InlineData("""{"kind":"explode","path":"*"}""")]
    public async Task A_fault_that_makes_no_sense_is_refused(string rule)
    {
        var (status, _) = await venue.SendTextAsync(HttpMethod.Post, "/control/faults", rule);

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Scripted_faults_are_listed_and_cleared()
    {
        await venue.ControlAsync("faults", new { kind = "drop", stream = "*" });

        Assert.Equal(1, (await venue.GetAsync("/control/faults")).GetArrayLength());
        await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");
        Assert.Equal(0, (await venue.GetAsync("/control/faults")).GetArrayLength());
    }
}
