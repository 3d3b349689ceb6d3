using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Positions;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>Single calls that open, change and close, against the paper venue, with a failure scripted into each of their steps.</summary>
public sealed class PositionDeskTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    private static readonly ProtectionLevels Levels = new(StopLoss: 58_000m, TakeProfit: 63_000m);

    /// <summary>A book that stands still is used up by and by; a moved one is made anew.</summary>
    public async ValueTask InitializeAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 60_100m);
        await venue.MovePriceAsync("BTCUSDT", 60_000m);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_position_opens_with_its_stop_and_target_in_one_call()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, _) = Desk(account);

        var settled = Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None));

        Assert.Equal(0.020m, settled.Position!.Quantity);
        Assert.Equal([(OrderType.StopMarket, 58_000m), (OrderType.TakeProfitMarket, 63_000m)], Shapes(settled));
        Assert.All(settled.Orders, order => Assert.True(order is { ReduceOnly: true, Quantity: 0.020m }));
    }

    [Fact]
    public async Task Adding_reducing_and_new_levels_keep_the_whole_position_covered()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, gateway) = Desk(account);
        gateway.Watches = true;
        Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None));

        var added = Settled(await desk.UpdateAsync(Task(2), 0.050m, levels: null, CancellationToken.None));
        var reduced = Settled(await desk.UpdateAsync(Task(3), 0.010m, levels: null, CancellationToken.None));
        var moved = Settled(await desk.UpdateProtectionAsync(Task(4), new(59_000m, null), CancellationToken.None));

        Assert.Equal([0.050m, 0.050m], added.Orders.Select(order => order.Quantity));
        Assert.Equal([0.010m, 0.010m], reduced.Orders.Select(order => order.Quantity));
        Assert.Equal([(OrderType.StopMarket, 59_000m)], Shapes(moved));
        Assert.Empty(gateway.Gaps);
    }

    [Fact]
    public async Task A_closed_position_leaves_nothing_behind()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, _) = Desk(account);
        Settled(await desk.OpenAsync(Task(1), new(OrderSide.Sell, 0.020m), new(62_000m, 57_000m), CancellationToken.None));
        await account.SendAsync(Some.Open("etrms-bid", price: 59_000m));

        var settled = Settled(await desk.CloseAsync(Task(2), CancellationToken.None));

        Assert.Null(settled.Position);
        Assert.Empty(await account.PositionsAsync());
        Assert.Empty(await account.OpenOrdersAsync());
    }

    [Fact]
    public async Task A_limit_entry_rests_with_its_protection()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, _) = Desk(account);

        var settled = Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m, Price: 59_500m), Levels, CancellationToken.None));

        Assert.Null(settled.Position);
        Assert.Equal([OrderType.Limit, OrderType.StopMarket, OrderType.TakeProfitMarket], settled.Orders.Select(order => order.Type));
    }

    [Theory]
    [InlineData(0.0001, 58_000, 63_000, "quantity")]
    [InlineData(0.020, 60_500, 63_000, "stop_loss")]
    [InlineData(0.020, 58_000, 59_000, "take_profit")]
    public async Task What_cannot_be_is_refused_by_field_and_nothing_is_sent(double quantity, double stop, double target, string field)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, gateway) = Desk(account);

        var result = await desk.OpenAsync(
            Task(1), new(OrderSide.Buy, (decimal)quantity), new((decimal)stop, (decimal)target), CancellationToken.None);

        Assert.Equal(field, Assert.IsType<PositionResult.Refused>(result).Field);
        Assert.Equal(0, gateway.Calls);
    }

    [Fact]
    public async Task A_position_is_not_turned_over()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, _) = Desk(account);
        Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None));

        var result = await desk.UpdateAsync(Task(2), -0.020m, levels: null, CancellationToken.None);

        Assert.Equal("quantity", Assert.IsType<PositionResult.Refused>(result).Field);
    }

    /// <summary>Call 1 takes the stop, 2 the target, 3 enters.</summary>
    [Theory]
    [InlineData(1, nameof(Trouble.Refused), false)]
    [InlineData(1, nameof(Trouble.LostBefore), false)]
    [InlineData(1, nameof(Trouble.LostAfter), true)]
    [InlineData(2, nameof(Trouble.Refused), false)]
    [InlineData(2, nameof(Trouble.LostBefore), false)]
    [InlineData(2, nameof(Trouble.LostAfter), true)]
    [InlineData(3, nameof(Trouble.Refused), false)]
    [InlineData(3, nameof(Trouble.LostBefore), false)]
    [InlineData(3, nameof(Trouble.LostAfter), true)]
    public async Task An_opening_that_fails_at_any_step_is_whole_or_nothing(int call, string trouble, bool opens)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, gateway) = Desk(account);
        gateway.Watches = true;
        gateway.Troubles[call] = Enum.Parse<Trouble>(trouble);

        var result = await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None);

        Assert.Equal(opens, result is PositionResult.Settled);
        Assert.Equal(opens ? 0.020m : 0, (await account.PositionsAsync()).Sum(position => position.Quantity));
        Assert.Equal(opens ? 2 : 0, (await account.OpenOrdersAsync()).Length);
        Assert.Empty(gateway.Gaps);
    }

    /// <summary>Calls 4 to 7 place the new stop and target and cancel the old ones.</summary>
    [Theory]
    [CombinatorialFaults(4, 7)]
    public async Task Moving_the_levels_never_bares_the_position(int call, string trouble)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, gateway) = Desk(account);
        Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None));
        gateway.Watches = true;
        gateway.Troubles[call] = Enum.Parse<Trouble>(trouble);

        await desk.UpdateProtectionAsync(Task(2), new(59_000m, 62_000m), CancellationToken.None);
        var settled = Settled(await desk.UpdateProtectionAsync(Task(3), new(59_000m, 62_000m), CancellationToken.None));

        Assert.Empty(gateway.Gaps);
        Assert.Equal([(OrderType.StopMarket, 59_000m), (OrderType.TakeProfitMarket, 62_000m)], Shapes(settled));
    }

    /// <summary>Calls 4 to 8 place the larger stop and target, add, and cancel the smaller ones.</summary>
    [Theory]
    [CombinatorialFaults(4, 8)]
    public async Task Adding_never_bares_the_position(int call, string trouble)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, gateway) = Desk(account);
        Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None));
        gateway.Watches = true;
        gateway.Troubles[call] = Enum.Parse<Trouble>(trouble);

        await desk.UpdateAsync(Task(2), 0.050m, levels: null, CancellationToken.None);
        var settled = Settled(await desk.UpdateAsync(Task(3), 0.050m, Levels, CancellationToken.None));

        Assert.Empty(gateway.Gaps);
        Assert.Equal(0.050m, settled.Position!.Quantity);
        Assert.Equal([0.050m, 0.050m], settled.Orders.Select(order => order.Quantity));
    }

    /// <summary>Call 4 closes; 5 and 6 cancel what protected.</summary>
    [Theory]
    [CombinatorialFaults(4, 6)]
    public async Task A_close_that_fails_at_any_step_ends_flat_and_keeps_its_stop_until_then(int call, string trouble)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var (desk, gateway) = Desk(account);
        Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None));
        gateway.Watches = true;
        gateway.Troubles[call] = Enum.Parse<Trouble>(trouble);

        var settled = Settled(await desk.CloseAsync(Task(2), CancellationToken.None));

        Assert.Null(settled.Position);
        Assert.Empty(gateway.Gaps);
        Assert.Empty(await account.PositionsAsync());
        Assert.Empty(await account.OpenOrdersAsync());
    }

    private static PositionTask Task(int number) => new()
    {
        PlanId = new Guid(number, 0, 0, new byte[8]),
        Account = Some.Account,
        Instrument = Some.Btc,
        Context = new(Some.BtcInstrument, Mark: 60_000m, Quantity: 0, Posture.Normal, PostureReason: null),
    };

    private static (PositionDesk Desk, ScriptedGateway Gateway) Desk(WireAccount account)
    {
        var gateway = new ScriptedGateway(account.Gateway);
        return (new PositionDesk(gateway, TimeProvider.System), gateway);
    }

    private static PositionResult.Settled Settled(PositionResult result)
    {
        Assert.True(result is PositionResult.Settled, result.ToString());
        return (PositionResult.Settled)result;
    }

    private static IEnumerable<(OrderType, decimal)> Shapes(PositionResult.Settled settled) =>
        settled.Orders.OrderBy(order => order.Type).Select(order => (order.Type, order.TriggerPrice));
}
