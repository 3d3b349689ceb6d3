using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>The figures of the book, its positions and accounts (RE-04 to RE-13).</summary>
public sealed class MetricsTests
{
    [Fact]
    public void The_figures_of_a_book_of_two_positions_come_out_by_hand()
    {
        var book = Book().Snapshot.Book;

        Assert.Equal((9_800m, 27_400m, -200m, 2), (book.Equity, book.PositionValue, book.UnrealizedPnl, book.ActivePositions));
        Assert.Equal((0.02m, 0.02m, -200m), (book.Drawdown, book.MaxDrawdown, book.DayPnl));
        Assert.Equal((-0.02m, -200m, -200m), (book.DayPnlFraction, book.WeekPnl, book.MonthPnl));
        Assert.Equal(27_400m / 9_800, book.Leverage);
        Assert.Equal(12_200m / 9_800, book.NetExposure);
        Assert.Equal(new PositionFigure("BTCUSDT", 19_800), book.LargestPosition);
        Assert.Equal(new PositionFigure("BTCUSDT", 19_800m / 9_800), book.HighestLeverage);
        Assert.Equal(((19_800m / 27_400) * (19_800m / 27_400)) + ((7_600m / 27_400) * (7_600m / 27_400)), book.Concentration);
        Assert.Equal(2_740m / 9_800, book.MarginUtilisation);
    }

    [Fact]
    public void The_margin_ratio_follows_the_bracket_tables_and_is_unknown_without_one()
    {
        var desk = Book();
        Assert.Null(desk.Snapshot.Book.MarginRatio);

        desk.Post(new RiskEvent.InstrumentsLoaded([Bracketed("BTCUSDT"), Bracketed("ETHUSDT")]) { Times = desk.Times });

        Assert.Equal(274m / 9_800, desk.Snapshot.Book.MarginRatio);
        Assert.Equal(1, desk.Snapshot.Book.Exchanges.Single().ExposureFraction);
    }

    [Fact]
    public void A_positions_own_figures_come_out_by_hand()
    {
        var desk = Book();
        desk.Post(new RiskEvent.InstrumentsLoaded([Bracketed("BTCUSDT"), Bracketed("ETHUSDT")]) { Times = desk.Times });

        var position = desk.Snapshot.Positions[0];

        Assert.Equal($"{Desk.Account}:BTCUSDT:both", position.Key);
        Assert.Equal((19_800m, -200m, 99_000m), (position.Notional, position.UnrealizedPnl, position.MarkPrice));
        Assert.Equal(-200m / 1_980, position.ReturnOnMargin);
        Assert.Equal(19_800m / 9_800, position.ShareOfEquity);
        var liquidation = position.LiquidationPrice!.Value;
        Assert.Equal(0.2m * liquidation * 0.01m, 10_000 - 76 + (0.2m * (liquidation - 100_000)), 10);
        Assert.Equal((99_000 - liquidation) / 99_000, position.LiquidationDistance);
    }

    [Fact]
    public void Stops_and_targets_are_read_from_the_resting_orders()
    {
        var desk = Book();
        Assert.Equal(PositionState.Unprotected, desk.Snapshot.Positions[0].State);
        Assert.Null(desk.Snapshot.Book.PotentialDrawdown);

        desk.Read(Stop("1", "BTCUSDT", OrderSide.Sell, 95_000), Stop("2", "BTCUSDT", OrderSide.Sell, 110_000) with { Type = OrderType.TakeProfitMarket });
        Assert.Equal((95_000m, 110_000m, PositionState.Open), (desk.Snapshot.Positions[0].StopLoss, desk.Snapshot.Positions[0].TakeProfit, desk.Snapshot.Positions[0].State));
        Assert.Null(desk.Snapshot.Book.PotentialDrawdown);
        desk.Read(Stop("1", "BTCUSDT", OrderSide.Sell, 95_000), Stop("3", "ETHUSDT", OrderSide.Buy, 2_700));

        Assert.Equal((1_000 + (3.04m * 200)) / 10_000, desk.Snapshot.Book.PotentialDrawdown);
        Assert.Equal(2, desk.Snapshot.OpenOrders.Length);
    }

    [Fact]
    public void Unknown_is_never_zero()
    {
        var snapshot = new Desk().Snapshot;

        Assert.Null(snapshot.Book.Equity);
        Assert.Null(snapshot.Book.Drawdown);
        Assert.Null(snapshot.Book.DayPnl);
        Assert.Null(snapshot.Book.RiskScore);
        Assert.Null(snapshot.Accounts.Single().Equity);
        Assert.Null(snapshot.Accounts.Single().FundingToday);
        Assert.False(snapshot.IsComplete);
    }

    [Fact]
    public void The_risk_score_is_the_weighted_sum_of_its_parts()
    {
        var desk = Book();
        desk.Post(new RiskEvent.InstrumentsLoaded([Bracketed("BTCUSDT"), Bracketed("ETHUSDT")]) { Times = desk.Times });
        var book = desk.Snapshot.Book;

        Assert.Equal(1, book.RiskScoreParts.Sum(part => part.Weight));
        Assert.Equal(decimal.Round(book.RiskScoreParts.Sum(part => part.Score!.Value * part.Weight), 1), book.RiskScore);
        Assert.InRange(book.RiskScore!.Value, 10, 60);
        Assert.Equal(0, new Desk().Read().Wait(0.1).Snapshot.Book.RiskScore);
    }

    [Fact]
    public void A_tripped_breaker_raises_the_score()
    {
        var breaker = Some.Breaker("LEVERAGE", 2, BreakerActionKind.PauseTrading) with { Qualify = new(TimeSpan.Zero, 1) };

        var desk = Book().Configure(breaker).Mark("BTCUSDT", 99_000);

        Assert.Equal(100, desk.Snapshot.Book.RiskScoreParts.Single(part => part.Name == "Breakers").Score);
    }

    [Fact]
    public void The_equity_curve_keeps_a_point_a_minute_and_the_last_240()
    {
        var desk = new Desk().Read();

        for (var i = 0; i < 300; i++)
        {
            desk.Wait(30).Read().Wait(30);
        }

        var curve = desk.Snapshot.EquityCurve;
        Assert.Equal(240, curve.Length);
        Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.Second.At - pair.First.At));
    }

    [Fact]
    public void Equity_that_is_gone_is_known_and_counts_as_a_whole_drawdown()
    {
        var leverage = Some.Breaker("LEVERAGE", 10, BreakerActionKind.Notify) with { Id = Guid.NewGuid(), Qualify = new(TimeSpan.Zero, 1) };
        var desk = new Desk().Read().Hold("BTCUSDT", 0.5m, 100_000).Mark("BTCUSDT", 100_000)
            .Configure(Some.Drawdown(1, BreakerActionKind.Notify) with { Qualify = new(TimeSpan.Zero, 1) }, leverage).Mark("BTCUSDT", 100_000);

        desk.Mark("BTCUSDT", 80_000);

        Assert.Equal(1, desk.Snapshot.Book.Drawdown);
        Assert.Equal(2, desk.Events.Count);
        Assert.Null(desk.Snapshot.Book.Leverage);
    }

    /// <summary>10,000 in cash; 0.2 BTC bought at 100,000, now at 99,000; 3.04 ETH sold at 2,500, where it still is.</summary>
    private static Desk Book() => new Desk().Read().Hold("BTCUSDT", 0.2m, 100_000).Hold("ETHUSDT", -3.04m, 2_500)
        .Mark("ETHUSDT", 2_500).Mark("BTCUSDT", 100_000).Mark("BTCUSDT", 99_000);

    private static Instrument Bracketed(string symbol) => Some.Instrument(symbol) with { Brackets = [new(1, 50, 0, 10_000_000, 0.01m, 0)] };

    private static Order Stop(string id, string symbol, OrderSide side, decimal trigger) => new()
    {
        OrderId = id,
        ClientOrderId = id,
        Instrument = Some.Id(symbol),
        Side = side,
        Type = OrderType.StopMarket,
        Status = OrderStatus.New,
        Quantity = 1,
        TriggerPrice = trigger,
        ReduceOnly = true,
        IsConditional = true,
    };
}
