using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>A coin that serves as collateral and leaves its peg (RISK 5, data).</summary>
public sealed class CollateralTests
{
    private static readonly CircuitBreaker Guard = Some.Drawdown(0.3m) with { Qualify = new(TimeSpan.Zero, 1) };

    [Fact]
    public void FC_09_Collateral_at_65_cents_counts_at_that_rate_is_told_by_name_with_its_scenario_and_is_no_trading_loss()
    {
        var desk = Holding();

        Priced(desk, 0.65m).Wait(0.25);

        Assert.Equal(6_500, desk.Snapshot.Book.Equity);
        Assert.Equal(10_000, desk.Snapshot.Accounts[0].WalletBalance);
        var told = desk.Alerts.Single(alert => alert.Title == "USDT on Binance stands at 0.65");
        Assert.Contains("This is the collateral, not a trading loss. The collateral coin loses 35 %. 4,225.00 would be left.", told.Text, StringComparison.Ordinal);
        var trip = Assert.Single(desk.Events);
        Assert.Equal((0.35m, BreakerEventKind.Triggered), (trip.Value, trip.Kind));
        Assert.Contains("USDT on Binance counts at 0.65, which takes 3,500.00: collateral, no trading loss", trip.Explanation, StringComparison.Ordinal);
        Assert.All(desk.Alerts, alert => Assert.Contains("USDT", alert.Title + alert.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void FC_09_A_rate_is_observed_on_its_own_venue_outlives_a_restart_and_never_counts_above_the_peg()
    {
        var desk = Holding();
        desk.Post(new RiskEvent.CollateralPriced(Exchange.Hyperliquid, "USDT", 0.5m) { Times = desk.Times });
        Assert.Equal(10_000, desk.Snapshot.Book.Equity);

        Priced(desk, 1.02m);
        Assert.Equal(10_000, desk.Snapshot.Book.Equity);
        Priced(desk, 0).Mark("BTCUSDT", 100_000);
        Assert.Equal((10_000m, 1), (desk.Snapshot.Book.Equity!.Value, desk.Snapshot.RejectedInputs));
        Priced(desk, 0.9m).Restart().Mark("BTCUSDT", 100_000);

        Assert.Equal(9_000, desk.Snapshot.Book.Equity);
        desk.Transfer(1_000);
        Assert.Equal((9_900m, 0.1m), (desk.Snapshot.Book.Equity!.Value, decimal.Round(desk.Snapshot.Book.Drawdown!.Value, 20)));
    }

    private static Desk Priced(Desk desk, decimal rate) => desk.Post(new RiskEvent.CollateralPriced(Exchange.Binance, "USDT", rate) { Times = desk.Times });

    private static Desk Holding() =>
        new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(Guard).Mark("BTCUSDT", 100_000).Forget();
}
