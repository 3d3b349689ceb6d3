using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Tests.Risk.Measures;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>Every typical mistake gives a number of its own; the engine gives none of them.</summary>
public sealed class MutantTraps
{
    private const string Reference = "mutants.json";

    [Theory]
    [InlineData("btc_2022_10_30_ls")]
    [InlineData("btc_2022_10_30_long")]
    public void Trap_01_The_run_ends_where_it_should_and_a_candle_too_early_or_too_late_is_told_by_its_number(string run)
    {
        Tells(run, "correct");
        Tells(run, "lookahead_fill_at_signal_bar_open");
        Tells(run, "one_bar_late");
        Tells(run, "fill_at_next_close");
        Tells(run, "first_sign_trades");
        Tells(run, "slow_window_off_by_one");
    }

    [Fact]
    public void Trap_02_Equity_hardly_shows_a_fill_at_the_signals_close_but_every_fill_does()
    {
        var candles = ReferenceCandles.Bitcoin2022();
        var right = Mutants.Play(candles, Mutants.Cross(TradeDirection.LongShort));
        var wrong = Mutants.Play(Mutants.Opening(candles, i => candles.Close(Math.Max(i - 1, 0))), Mutants.Cross(TradeDirection.LongShort));

        Tells("btc_2022_10_30_ls", "fill_at_signal_close");
        Assert.InRange(Math.Abs((wrong.FinalEquity / right.FinalEquity) - 1), 0.0001m, 0.001m);
        Assert.All(right.Trades, trade => Assert.Equal(candles.Open(candles.IndexAt(trade.EntryAt)), trade.EntryPrice));
        Assert.True(right.Trades.Zip(wrong.Trades).Count(pair => pair.First.EntryPrice != pair.Second.EntryPrice) > right.Trades.Length / 2);
    }

    [Theory]
    [InlineData("btc_2022_10_30_ls")]
    [InlineData("btc_2022_10_30_long")]
    public void Trap_12_A_size_from_the_signals_close_is_told_by_its_number(string run) => Tells(run, "size_from_signal_close");

    [Theory]
    [InlineData("btc_2022_10_30_ls")]
    [InlineData("btc_2022_10_30_long")]
    public void Trap_20_Fees_that_are_missing_halved_or_tenfold_are_told_by_their_numbers(string run)
    {
        Tells(run, "no_fees");
        Tells(run, "fee_on_entry_only");
        Tells(run, "fee_percent_as_fraction");
    }

    [Theory]
    [InlineData("btc_2022_10_30_ls")]
    [InlineData("btc_2022_10_30_long")]
    public void Trap_21_Slippage_in_the_traders_favour_is_told_by_its_number(string run)
    {
        Tells(run, "slippage_5bp");
        Tells(run, "slippage_sign_wrong");
    }

    [Theory]
    [InlineData("btc_2022_10_30_ls")]
    [InlineData("btc_2022_10_30_long")]
    public void Trap_22_The_lot_step_of_the_venue_changes_the_result_as_recorded(string run) => Tells(run, "lot_step_0.001");

    [Theory]
    [InlineData("btc_2022_10_30_ls")]
    [InlineData("btc_2022_10_30_long")]
    public void Trap_25_Funding_of_the_wrong_sign_is_told_by_its_number(string run)
    {
        Tells(run, "with_real_funding");
        Tells(run, "funding_sign_wrong");
    }

    [Fact]
    public void Trap_01_Every_recorded_mistake_is_tried()
    {
        var recorded = ReferenceFile.ReadFrom("backtest", Reference).At("runs", "btc_2022_10_30_ls", "mutants").EnumerateObject().Select(each => each.Name);

        Assert.All(recorded, mistake => Assert.True(Mutants.FinalEquity(mistake, TradeDirection.LongShort) > 0));
    }

    private static void Tells(string run, string mistake)
    {
        var recorded = ReferenceFile.ReadFrom("backtest", Reference).At("runs", run);
        var right = recorded.Number("correct");
        var expected = mistake == "correct" ? right : recorded.Number("mutants", mistake, "final_equity");
        var direction = run.EndsWith("_ls", StringComparison.Ordinal) ? TradeDirection.LongShort : TradeDirection.LongOnly;

        ReferenceFile.Near(expected, (double)Mutants.FinalEquity(mistake, direction), 1e-9);
        Assert.True(mistake == "correct" || Math.Abs((expected / right) - 1) > 1e-8, $"{mistake} would not be seen.");
    }
}
