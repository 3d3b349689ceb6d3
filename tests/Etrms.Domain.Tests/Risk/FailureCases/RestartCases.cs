using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>What a restart must not change or forget (RISK 4.9, 5 process).</summary>
public sealed class RestartCases
{
    private static readonly CircuitBreaker Pausing = Some.Breaker("MANUAL", 1, BreakerActionKind.PauseTrading) with
    {
        Qualify = new(TimeSpan.Zero, 1),
        Rearm = new Rearm(RearmMode.AutoTime) { After = TimeSpan.FromMinutes(10) },
    };

    [Fact]
    public void FC_50_a_cool_down_ends_by_the_venues_clock_and_not_by_ours()
    {
        var desk = Holding(Pausing).Command(new OperatorCommand.PressButton(Pausing.Id) { Id = Guid.NewGuid(), Operator = "ann" }).Restart();
        var venue = desk.Now;

        desk.Wait(TimeSpan.FromHours(1));
        PriceAt(desk, venue.AddMinutes(9));
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(Pausing).Status);
        PriceAt(desk, venue.AddMinutes(10));

        Assert.Equal(BreakerStatus.Armed, desk.Breaker(Pausing).Status);
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
    }

    [Fact]
    public void FC_51_no_order_that_opens_passes_before_the_account_was_read_again()
    {
        var desk = Holding().Restart();
        Assert.Equal(RefusalCode.Reconciling, Refusal(desk));
        desk.Mark("BTCUSDT", 100_000);
        Assert.Equal(RefusalCode.Reconciling, Refusal(desk));

        desk.Read();

        Assert.Null(Refusal(desk));
    }

    [Fact]
    public void FC_51_the_order_rate_of_the_last_minute_is_known_after_a_restart()
    {
        var desk = Holding();
        for (var order = 0; order < desk.Settings.MaxOrdersPerMinute; order++)
        {
            desk.Hear(Some.Limit("BTCUSDT", 0.01m, 90_000, $"o{order}"));
        }

        desk.Restart().Read().Mark("BTCUSDT", 100_000);

        Assert.Equal(RefusalCode.RateLimit, Refusal(desk));
        desk.Live(TimeSpan.FromMinutes(1.1), "BTCUSDT", 100_000);
        Assert.Null(Refusal(desk));
    }

    private static Desk Holding(params CircuitBreaker[] breakers) =>
        new Desk { Wallet = 100_000 }.Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers);

    private static void PriceAt(Desk desk, DateTimeOffset venueAt) =>
        desk.Post(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100_000, 0) { Times = new(venueAt, venueAt, desk.Now) }).Read().Wait(0);

    private static RefusalCode? Refusal(Desk desk)
    {
        var request = new OrderRequest
        {
            Account = Desk.Account,
            Instrument = Some.Id("BTCUSDT"),
            Side = OrderSide.Buy,
            Quantity = 0.02m,
            ClientOrderId = $"c{Guid.NewGuid():N}",
        };
        return (PreTradeCheck.Check(request, desk.Engine.PreTradeContextOf(request)) as PreTradeResult.Refused)?.Code;
    }
}
