using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Risk.Measures.Crash;

namespace Etrms.Domain.Tests.Risk.Measures.Crash;

public sealed class CrashReplayTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>From 100,000 down to 84,000 in the 22nd hour, and back to 92,000.</summary>
    private static readonly CrashPath Fall = Path("BTCUSDT", hour => hour == 21 ? (84_000, 101_000, 90_000) : hour < 21 ? (99_000, 101_000, 100_000) : (90_000, 93_000, 92_000));

    [Fact]
    public void A_long_loses_the_deepest_fall_and_a_short_the_highest_rise()
    {
        Assert.Equal(-1_600, Run(Long(10_000)).Profit);
        Assert.Equal(-100, Run(Long(10_000) with { Value = -10_000 }).Profit);
        Assert.Equal(10_000 - 1_600, Run(Long(10_000)).EquityAfter);
    }

    [Fact]
    public void The_words_say_how_far_each_price_went_and_that_nothing_was_liquidated() => Assert.Equal(
        "10 and 11 October 2025 again, by your own candles. At worst BTCUSDT -16.0 %. Nothing is liquidated.", Run(Long(10_000)).Description);

    [Fact]
    public void What_is_liquidated_on_the_way_does_not_come_back()
    {
        // 58,000 fall by 9,280, and the 720 left cover the margin of 195; 62,000 fall by 9,920, and 80 neither cover that of 210 nor pay the liquidation.
        var survivor = Run(Long(58_000));
        var gone = Run(Long(62_000));

        Assert.Equal(-9_280, survivor.Profit);
        Assert.Contains("Nothing is liquidated", survivor.Description, StringComparison.Ordinal);
        Assert.Equal(-10_000, gone.Profit);
        Assert.Contains("Liquidated: main on 10 October 21:00 UTC.", gone.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Margin_set_apart_is_all_that_its_position_can_lose()
    {
        var isolated = Long(20_000) with { IsolatedMargin = 2_000 };
        var result = Run(isolated, Long(10_000, "ETHUSDT"));

        Assert.Equal(-2_000 - 1_600, result.Profit);
        Assert.Contains("Liquidated: BTCUSDT of main on 10 October 21:00 UTC.", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lowest_point_is_one_of_the_whole_book_and_not_of_each_position_by_itself()
    {
        var later = Path("ETHUSDT", hour => hour == 30 ? (80, 100, 100) : (100, 100, 100), start: 100);

        // BTC stands at 90 of 100 when ETH is at its lowest: 1,000 and 2,000 together, not 1,600 and 2,000.
        Assert.Equal(-3_000, Run(Long(10_000), Long(10_000, "ETHUSDT") with { Path = later }).Profit);
    }

    [Fact]
    public void Two_accounts_are_liquidated_each_for_itself()
    {
        var result = CrashReplay.Run(20_000, [new("main", 10_000, [Long(62_000)]), new("other", 10_000, [Long(10_000)])]);

        Assert.Equal(-11_600, result.Profit);
        Assert.Equal(8_400, result.EquityAfter);
    }

    [Fact]
    public void Without_candles_of_a_contract_the_crash_is_unknown_and_the_rest_is_told()
    {
        var result = Run(Long(10_000), Long(5_000, "DOGEUSDT") with { Path = null });

        Assert.Null(result.Profit);
        Assert.Null(result.EquityAfter);
        Assert.Equal("no candles of 10 and 11 October 2025 for Binance:DOGEUSDT; without that the rest comes to -1,600.00", result.Reason);
    }

    [Fact]
    public void Contracts_without_candles_are_named_together() => Assert.Equal(
        "no candles of 10 and 11 October 2025 for Binance:DOGEUSDT and Binance:ETHUSDT",
        Run(Long(5_000, "ETHUSDT") with { Path = null }, Long(5_000, "DOGEUSDT") with { Path = null }).Reason);

    [Fact]
    public void Candles_with_a_hole_are_unknown_and_say_how_much_they_cover()
    {
        var holed = CrashPath.Of(Some.Id("BTCUSDT"), Hour, [.. Candles(_ => (99, 101, 100), 100).Where(candle => candle.OpenAt.Hour is < 20 or > 22)])!;
        var result = Run(Long(10_000) with { Path = holed });

        Assert.Null(result.Profit);
        Assert.Equal("the candles of Binance:BTCUSDT cover 87.5 % of 10 and 11 October 2025", result.Reason);
    }

    [Fact]
    public void A_minute_that_the_venue_itself_missed_stands_still()
    {
        var minute = TimeSpan.FromMinutes(1);
        var candles = Enumerable.Range(0, 2_880).Where(place => place != 1_275).Select(place => new Candle(CrashPath.Days.Start + (place * minute), 100, 101, 90, 95, 1));
        var path = CrashPath.Of(Some.Id("BTCUSDT"), minute, [.. candles])!;

        Assert.Equal(1, path.Missing);
        Assert.Null(path.Lack);
        Assert.Equal(new CrashStep(0.95m, 0.95m), path.At(1_275 * minute));
    }

    [Fact]
    public void No_candle_within_the_days_is_no_path() =>
        Assert.Null(CrashPath.Of(Some.Id("BTCUSDT"), Hour, [new Candle(CrashPath.Days.End, 100, 101, 99, 100, 1)]));

    [Fact]
    public void Candles_of_another_contract_of_the_coin_are_named()
    {
        var held = Long(10_000) with { Instrument = new InstrumentId(Exchange.Hyperliquid, "BTC") };

        Assert.Contains("Hyperliquid:BTC by Binance:BTCUSDT", Run(held).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_margin_table_nobody_knows_what_would_be_liquidated() =>
        Assert.Equal("the margin table of Binance:BTCUSDT is not known", Run(Long(10_000) with { Rules = null }).Reason);

    [Fact]
    public void Nothing_held_loses_nothing() => Assert.Equal(0, CrashReplay.Run(10_000, []).Profit);

    private static StressResult Run(params ImmutableArray<CrashPosition> positions) => CrashReplay.Run(10_000, [new CrashAccount("main", 10_000, positions)]);

    private static CrashPosition Long(decimal value, string symbol = "BTCUSDT") => new(Some.Id(symbol), value, 0) { Rules = Some.Margined(symbol), Path = Fall };

    private static CrashPath Path(string symbol, Func<int, (decimal Low, decimal High, decimal Close)> hour, decimal start = 100_000) =>
        CrashPath.Of(Some.Id(symbol), Hour, [.. Candles(hour, start)])!;

    private static IEnumerable<Candle> Candles(Func<int, (decimal Low, decimal High, decimal Close)> hour, decimal start) => Enumerable.Range(0, 48).Select(place =>
    {
        var (low, high, close) = hour(place);
        return new Candle(CrashPath.Days.Start + (place * Hour), place == 0 ? start : close, high, low, close, 1);
    });
}
