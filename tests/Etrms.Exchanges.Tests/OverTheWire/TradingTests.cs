using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>The client against the paper venue, over sockets, as it trades.</summary>
public sealed class TradingTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await venue.MovePriceAsync("BTCUSDT", 60_000m);

    public async ValueTask DisposeAsync() => await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

    [Fact]
    public async Task A_position_opened_and_closed_is_told_by_the_stream_as_by_the_readings()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();

        var opened = await account.SendAsync(Some.Open());
        var fill = (await account.Sink.FirstAsync<RiskEvent.Filled>()).Fill;
        var position = (await account.Sink.FirstAsync<RiskEvent.PositionChanged>()).Position;
        var read = Assert.Single(await account.PositionsAsync());

        Assert.Equal((OrderStatus.Filled, 0.020m), (opened.Status, opened.FilledQuantity));
        Assert.Equal((opened.OrderId, 0.020m, OrderSide.Buy), (fill.OrderId, fill.Quantity, fill.Side));
        Assert.Equal((read.Quantity, read.EntryPrice), (position.Quantity, position.EntryPrice));

        await account.SendAsync(Some.Close());
        await account.Sink.FirstAsync<RiskEvent.PositionChanged>(change => change.Position.Quantity == 0);

        Assert.Empty(await account.PositionsAsync());
    }

    [Fact]
    public async Task Fills_of_the_stream_and_of_the_reading_carry_the_same_numbers()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        var since = (await account.SnapshotAsync()).At;

        await account.SendAsync(Some.Open());
        var told = (await account.Sink.FirstAsync<RiskEvent.Filled>()).Fill;
        var outcome = await account.Feed.ReadFillsAsync(Some.Btc, since, CancellationToken.None);
        var read = Assert.IsType<ExchangeOutcome<ImmutableArray<Fill>>.Accepted>(outcome).Value[0];

        Assert.Equal(told with { ClientOrderId = "" }, read);
    }

    [Fact]
    public async Task A_stop_rests_in_the_conditional_book_until_the_mark_price_reaches_it()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        await account.SendAsync(Some.Open());
        var stop = await account.SendAsync(Some.Stop(at: 58_000m));
        Assert.True(Assert.Single(await account.OpenOrdersAsync()) is { IsConditional: true } resting && resting.OrderId == stop.OrderId);

        await venue.MovePriceAsync("BTCUSDT", 57_900m);
        await account.Sink.FirstAsync<RiskEvent.PositionChanged>(change => change.Position.Quantity == 0);
        await account.Sink.FirstAsync<RiskEvent.OrderChanged>(change => change.Order is { IsConditional: true, Status: OrderStatus.Filled });

        Assert.Empty(await account.OpenOrdersAsync());
        Assert.Empty(await account.PositionsAsync());
    }

    [Fact]
    public async Task Orders_of_both_books_are_cancelled_one_by_one_and_all_at_once()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await account.SendAsync(Some.Open());
        var bid = await account.SendAsync(Some.Open("etrms-bid-1", price: 59_000m));
        var stop = await account.SendAsync(Some.Stop());

        Assert.Equal(OrderStatus.Canceled, await CancelAsync(account, bid));
        Assert.Equal(OrderStatus.Canceled, await CancelAsync(account, stop));
        Assert.Empty(await account.OpenOrdersAsync());

        await account.SendAsync(Some.Open("etrms-bid-2", price: 59_000m));
        await account.SendAsync(Some.Stop());
        await account.Gateway.CancelAllAsync(Some.Btc, conditional: false, CancellationToken.None);
        Assert.True(Assert.Single(await account.OpenOrdersAsync()).IsConditional);
        await account.Gateway.CancelAllAsync(Some.Btc, conditional: true, CancellationToken.None);
        Assert.Empty(await account.OpenOrdersAsync());
    }

    [Theory]
    [InlineData("timeout_after", true)]
    [InlineData("timeout_before", false)]
    public async Task An_unknown_outcome_is_settled_by_asking(string kind, bool happened)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await venue.ControlAsync("faults", new { kind, method = "POST", path = "/fapi/v1/order" });

        var outcome = await account.Gateway.SendAsync(Some.Open("etrms-lost"), CancellationToken.None);
        var found = await account.Gateway.FindAsync(Some.Btc, "etrms-lost", conditional: false, CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Equal(happened, Assert.IsType<ExchangeOutcome<Order?>.Accepted>(found).Value is { Status: OrderStatus.Filled });
        Assert.Equal(happened ? 0.020m : 0, (await account.PositionsAsync()).Sum(position => position.Quantity));
    }

    [Theory]
    [InlineData("execution_unknown", true, true)]
    [InlineData("backend_timeout", true, true)]
    [InlineData("unavailable", false, false)]
    [InlineData("internal_error", false, false)]
    [InlineData("throttled", false, false)]
    public async Task The_venues_own_troubles_are_told_apart(string error, bool executes, bool isUnknown)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await venue.ControlAsync("faults", new { kind = "refuse", path = "/fapi/v1/order", error, executes });

        var outcome = await account.Gateway.SendAsync(Some.Open(), CancellationToken.None);

        Assert.Equal(isUnknown, outcome is ExchangeOutcome<Order>.Unknown);
        Assert.Equal(executes, !(await account.PositionsAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_venue_clock_that_jumps_is_followed_within_the_order()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await account.SendAsync(Some.Open());
        await venue.ControlAsync("clock", new { offset_ms = 30_000 });

        var closed = await account.SendAsync(Some.Close("etrms-in-time"));

        Assert.Equal(OrderStatus.Filled, closed.Status);
        Assert.Empty(await account.PositionsAsync());
    }

    [Fact]
    public async Task A_close_of_nothing_is_refused_and_opens_nothing()
    {
        await using var account = await WireAccount.OpenAsync(venue);

        var outcome = await account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        Assert.Equal(RejectionClass.Fixable, Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection.Class);
        Assert.Empty(await account.PositionsAsync());
    }

    [Fact]
    public async Task Leverage_and_margin_mode_are_set_and_read_back()
    {
        await using var account = await WireAccount.OpenAsync(venue);

        var leverage = await account.Gateway.SetLeverageAsync(Some.Btc, 7, CancellationToken.None);
        var first = await account.Gateway.SetMarginModeAsync(Some.Btc, MarginMode.Isolated, CancellationToken.None);
        var again = await account.Gateway.SetMarginModeAsync(Some.Btc, MarginMode.Isolated, CancellationToken.None);
        await account.SendAsync(Some.Open());

        Assert.Equal(7, Assert.IsType<ExchangeOutcome<int>.Accepted>(leverage).Value);
        Assert.All([first, again], mode => Assert.IsType<ExchangeOutcome<MarginMode>.Accepted>(mode));
        var position = Assert.Single((await account.SnapshotAsync()).Positions);
        Assert.Equal((7, MarginMode.Isolated), (position.Leverage, position.MarginMode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_tells_whether_it_could_withdraw(bool canWithdraw)
    {
        await using var account = await WireAccount.OpenAsync(venue, canWithdraw);

        var outcome = await account.Feed.ReadPermissionsAsync(CancellationToken.None);

        var permissions = Assert.IsType<ExchangeOutcome<KeyPermissions>.Accepted>(outcome).Value;
        Assert.Equal((true, true, canWithdraw), (permissions.CanRead, permissions.CanTradeFutures, permissions.CanWithdraw));
    }

    private static async Task<OrderStatus> CancelAsync(WireAccount account, Order order) =>
        Assert.IsType<ExchangeOutcome<Order>.Accepted>(await account.Gateway.CancelAsync(order, CancellationToken.None)).Value.Status;
}
