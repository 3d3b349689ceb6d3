using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>Peaks that passed while nobody watched (RISK 4.9): rebuilt from candles, marked, and no ground to close upon without live readings.</summary>
public sealed class PeakCases
{
    [Fact]
    public void FC_51_a_peak_that_passed_while_down_trips_a_warning_at_once_and_a_close_only_after_a_live_reading()
    {
        var rule = Some.Drawdown(0.05m) with
        {
            Qualify = new(TimeSpan.Zero, 1),
            Stages = Some.Stages((0.5m, BreakerActionKind.PauseTrading), (1, BreakerActionKind.ClosePositions)),
        };
        var desk = Stopped(rule);

        Missed(desk, 103_000);
        desk.Mark("BTCUSDT", 100_000);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(rule));
        Assert.Contains("from a peak reconstructed from candles", desk.Events[0].Explanation, StringComparison.Ordinal);
        Assert.Empty(desk.Reductions);
        desk.Wait(1).Read().Mark("BTCUSDT", 100_000);

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Stage], desk.Told(rule));
        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void FC_51_a_reconstructed_peak_is_forgotten_when_a_higher_one_is_seen()
    {
        var rule = Some.Drawdown(0.5m);
        var desk = Stopped(rule);
        Missed(desk, 103_000);
        Assert.Contains("reconstructed", desk.Breaker(rule).Explanation, StringComparison.Ordinal);

        desk.Restart().Read().Mark("BTCUSDT", 104_000).Wait(0).Mark("BTCUSDT", 103_500);

        Assert.DoesNotContain("reconstructed", desk.Breaker(rule).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void FC_51_candles_that_raise_no_peak_leave_everything_as_it_was()
    {
        var rule = Some.Drawdown(0.05m);
        var desk = Stopped(rule);
        var before = desk.Snapshot.Book;

        Missed(desk, 99_000);

        Assert.DoesNotContain("reconstructed", desk.Breaker(rule).Explanation, StringComparison.Ordinal);
        Assert.Equal(before.Equity, desk.Snapshot.Book.Equity);
        Assert.Empty(desk.Decisions);
    }

    [Fact]
    public void FC_51_the_best_price_of_a_trailing_stop_is_rebuilt_too()
    {
        var rule = Some.Breaker("TRAILING_STOP", 0.02m) with { Qualify = new(TimeSpan.Zero, 1) };
        var desk = Stopped(rule);

        Missed(desk, 103_000);
        desk.Mark("BTCUSDT", 100_000);
        Assert.Empty(desk.Reductions);
        desk.Wait(1).Read().Mark("BTCUSDT", 100_000);

        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void FC_51_candles_from_before_the_last_trade_of_an_account_raise_no_peak()
    {
        var rule = Some.Drawdown(0.05m);
        var desk = Stopped(rule);

        Missed(desk, [new(desk.Now.AddMinutes(-40), 100_000, 110_000, 99_000, 100_000, 1)], new UnwatchedAccount(Desk.Account, desk.Now.AddMinutes(-30)));

        Assert.DoesNotContain("reconstructed", desk.Breaker(rule).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void FC_51_a_book_of_two_accounts_is_valued_from_when_both_are_known()
    {
        var rule = Some.Drawdown(0.5m);
        var desk = Stopped(rule);
        var other = new AccountId(new Guid("00000000-0000-0000-0000-0000000000a2"));
        var candle = new Candle(desk.Now.AddMinutes(-40), 100_000, 103_000, 99_000, 100_000, 1);
        desk.Post(new RiskEvent.AccountAdded(other, Exchange.Binance, "second", true) { Times = desk.Times });
        desk.Post(new RiskEvent.AccountSnapshotTaken(other, new AccountSnapshot
        {
            Balance = new AccountBalance("USDT", 5_000, 0, 5_000, 0, 0, 5_000),
            Positions = [],
            OpenOrders = [],
            At = desk.Now,
        })
        { Times = desk.Times });

        Missed(desk, [candle], new UnwatchedAccount(Desk.Account, desk.Now.AddHours(-1)), new UnwatchedAccount(other, desk.Now.AddMinutes(-10)));
        Assert.DoesNotContain("reconstructed", desk.Breaker(rule).Explanation, StringComparison.Ordinal);
        Missed(desk, [candle], new UnwatchedAccount(Desk.Account, desk.Now.AddHours(-1)), new UnwatchedAccount(other, desk.Now.AddHours(-1)));

        Assert.Contains("15,900.00 peak", desk.Breaker(rule).Explanation, StringComparison.Ordinal);
        Assert.Contains("reconstructed", desk.Breaker(rule).Explanation, StringComparison.Ordinal);
    }

    /// <summary>Held at 100,000 when the worker died; read again now.</summary>
    private static Desk Stopped(CircuitBreaker rule) =>
        new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Read().Configure(rule).Mark("BTCUSDT", 100_000)
            .Restart().Wait(TimeSpan.FromHours(1)).Read().Mark("BTCUSDT", 100_000).Forget();

    private static void Missed(Desk desk, decimal high)
    {
        ImmutableArray<Candle> candles =
        [
            new(desk.Now.AddMinutes(-40), 100_000, Math.Max(100_000, high), 99_000, Math.Max(99_500, high - 500), 1),
            new(desk.Now.AddMinutes(-20), Math.Max(99_500, high - 500), Math.Max(99_600, high - 400), 99_000, 99_000, 1),
        ];
        Missed(desk, candles, new UnwatchedAccount(Desk.Account, desk.Now.AddHours(-1)));
    }

    private static void Missed(Desk desk, ImmutableArray<Candle> candles, params ReadOnlySpan<UnwatchedAccount> accounts) =>
        desk.Post(new RiskEvent.PricesMissed([.. accounts], [new MissedPrices(Some.Id("BTCUSDT"), candles)]) { Times = desk.Times });
}
