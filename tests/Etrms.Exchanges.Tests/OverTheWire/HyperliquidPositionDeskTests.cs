using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Positions;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>The same single calls on the other venue, where an entry and its protection are one group.</summary>
public sealed class HyperliquidPositionDeskTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    private static readonly ProtectionLevels Levels = new(StopLoss: 58_000m, TakeProfit: 63_000m);

    /// <summary>A book that stands still is used up by and by; a moved one is made anew.</summary>
    public async ValueTask InitializeAsync()
    {
        foreach (var price in (decimal[])[60_100m, 60_000m])
        {
            await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "BTC", price });
        }
    }

    public async ValueTask DisposeAsync() => await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

    [Fact]
    public async Task Opening_adding_reducing_and_new_levels_keep_the_whole_position_covered()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        var (desk, gateway) = Desk(account);
        gateway.Watches = true;

        var opened = Settled(await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None));
        var added = Settled(await desk.UpdateAsync(Task(2), 0.050m, levels: null, CancellationToken.None));
        var reduced = Settled(await desk.UpdateAsync(Task(3), 0.010m, levels: null, CancellationToken.None));
        var moved = Settled(await desk.UpdateProtectionAsync(Task(4), new(59_000m, null), CancellationToken.None));

        Assert.Equal([(OrderType.StopMarket, 58_000m), (OrderType.TakeProfitMarket, 63_000m)], Shapes(opened));
        Assert.Equal([0.050m, 0.050m], added.Orders.Select(order => order.Quantity));
        Assert.Equal([0.010m, 0.010m], reduced.Orders.Select(order => order.Quantity));
        Assert.Equal([(OrderType.StopMarket, 59_000m)], Shapes(moved));
        Assert.Empty(gateway.Gaps);
    }

    [Fact]
    public async Task A_closed_position_leaves_nothing_behind()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        var (desk, _) = Desk(account);
        Settled(await desk.OpenAsync(Task(1), new(OrderSide.Sell, 0.020m), new(62_000m, 57_000m), CancellationToken.None));
        await account.SendAsync(SomeCoin.Open("etrms-bid", price: 59_000m));

        var settled = Settled(await desk.CloseAsync(Task(2), CancellationToken.None));

        Assert.Null(settled.Position);
        Assert.Empty(await account.PositionsAsync());
        Assert.Empty(await account.OpenOrdersAsync());
    }

    [Theory]
    [InlineData("timeout_before", false)]
    [InlineData("timeout_after", true)]
    public async Task An_opening_whose_answer_is_lost_is_whole_or_nothing(string kind, bool opens)
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        var (desk, _) = Desk(account);
        await venue.ControlAsync("faults", new { kind, method = "POST", path = "/exchange" });

        var result = await desk.OpenAsync(Task(1), new(OrderSide.Buy, 0.020m), Levels, CancellationToken.None);

        Assert.Equal(opens, result is PositionResult.Settled);
        Assert.Equal(opens ? 0.020m : 0, (await account.PositionsAsync()).Sum(position => position.Quantity));
        Assert.Equal(opens ? 2 : 0, (await account.OpenOrdersAsync()).Length);
    }

    private static PositionTask Task(int number) => new()
    {
        PlanId = new Guid(number, 0, 0, new byte[8]),
        Account = Some.Account,
        Instrument = SomeCoin.Btc,
        Context = new(SomeCoin.BtcInstrument, Mark: 60_000m, Quantity: 0, Posture.Normal, PostureReason: null),
    };

    private static (PositionDesk Desk, ScriptedGateway Gateway) Desk(HyperliquidWire account)
    {
        var gateway = new ScriptedGateway(account.Gateway) { Instrument = SomeCoin.Btc, OpensInOneCall = true };
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
