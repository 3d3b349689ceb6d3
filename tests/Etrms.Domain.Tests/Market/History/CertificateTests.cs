using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using static Etrms.Domain.Tests.Market.History.SomeCandles;

namespace Etrms.Domain.Tests.Market.History;

public sealed class CertificateTests
{
    [Fact]
    public void A_series_without_a_fault_is_clean()
    {
        var certificate = Certify(Minutes(500));

        Assert.Equal((500, Start, Start.AddMinutes(499)), (certificate.Rows, certificate.FirstAt, certificate.LastAt));
        Assert.Equal((0, 0, 0, 0, 0), (certificate.Gaps, certificate.MissingRows, certificate.Duplicates, certificate.OutOfOrder, certificate.Misaligned));
        Assert.Equal((0, 0, 0, 0), (certificate.Prices!.Invalid, certificate.Prices.Stale.Rows, certificate.Prices.ZeroVolume.Rows, certificate.Prices.Outliers));
        Assert.Equal(SeriesVerdict.Clean, certificate.Verdict);
    }

    [Fact]
    public void An_empty_series_has_a_certificate_of_nothing()
    {
        var certificate = Certify([]);

        Assert.Equal((0, null, null, 0), (certificate.Rows, certificate.FirstAt, certificate.LastAt, certificate.Gaps));
        Assert.Empty(certificate.Prices!.WorstMoves);
    }

    [Fact]
    public void Missing_rows_are_gaps_with_their_ends_and_their_number()
    {
        var candles = Minutes(100).Where((_, minute) => minute is not (10 or 50 or 51 or 52));

        var certificate = Certify(candles);

        Assert.Equal((2, 4), (certificate.Gaps, certificate.MissingRows));
        Assert.Equal(
            [new SeriesGap(Start.AddMinutes(10), Start.AddMinutes(11), 1), new SeriesGap(Start.AddMinutes(50), Start.AddMinutes(53), 3)],
            certificate.LargestGaps);
        Assert.Equal(SeriesVerdict.Usable, certificate.Verdict);
    }

    [Fact]
    public void Of_many_gaps_the_largest_are_listed_and_all_are_counted()
    {
        var candles = Minutes(1000).Where((_, minute) => minute % 10 != 5 && minute is not (700 or 701 or 702));

        var certificate = Certify(candles);

        Assert.Equal((101, 103), (certificate.Gaps, certificate.MissingRows));
        Assert.Equal(20, certificate.LargestGaps.Length);
        Assert.Contains(new SeriesGap(Start.AddMinutes(700), Start.AddMinutes(703), 3), certificate.LargestGaps);
    }

    [Fact]
    public void Repeated_and_disordered_and_misaligned_times_are_flaws()
    {
        var candles = Minutes(10);

        var repeated = Certify([.. candles, candles[9]]);
        var disordered = Certify([.. candles, candles[4]]);
        var misaligned = Certify([.. candles, MinuteAt(10) with { OpenAt = Start.AddMinutes(10).AddSeconds(1) }]);

        Assert.Equal((1, 0, 0, SeriesVerdict.Flawed), (repeated.Duplicates, repeated.OutOfOrder, repeated.Misaligned, repeated.Verdict));
        Assert.Equal((0, 1, 0, SeriesVerdict.Flawed), (disordered.Duplicates, disordered.OutOfOrder, disordered.Misaligned, disordered.Verdict));
        Assert.Equal((0, 0, 1, SeriesVerdict.Flawed), (misaligned.Duplicates, misaligned.OutOfOrder, misaligned.Misaligned, misaligned.Verdict));
    }

    [Theory]
    [InlineData(100, 99, 98, 99, 1, "the high 99 lies below the open 100")]
    [InlineData(100, 101, 99, 102, 1, "the high 101 lies below the open 100 or the close 102")]
    [InlineData(100, 101, 100, 99, 1, "the low 100 lies above the open 100 or the close 99")]
    [InlineData(100, 101, 0, 100, 1, "the low 0 is not above zero")]
    [InlineData(100, 101, -1, 100, 1, "the low -1 is not above zero")]
    [InlineData(100, 101, 99, 100, -1, "the volume -1 is negative")]
    public void A_candle_that_cannot_be_is_a_flaw(int open, int high, int low, int close, int volume, string fault)
    {
        var candle = new Candle(Start.AddMinutes(3), open, high, low, close, volume);

        var certificate = Certify([.. Minutes(3), candle]);

        Assert.StartsWith(fault, CandleCheck.FaultOf(candle), StringComparison.Ordinal);
        Assert.Equal((1, SeriesVerdict.Flawed), (certificate.Prices!.Invalid, certificate.Verdict));
    }

    [Fact]
    public void Rows_that_repeat_the_row_before_are_stale_and_counted_in_runs()
    {
        var candles = Minutes(30);
        foreach (var minute in (int[])[11, 12, 13, 20])
        {
            candles[minute] = candles[minute - 1] with { OpenAt = candles[minute].OpenAt };
        }

        var certificate = Certify(candles);

        Assert.Equal(new RunFindings(4, 2, 3), certificate.Prices!.Stale);
        Assert.Equal(SeriesVerdict.Usable, certificate.Verdict);
    }

    [Fact]
    public void The_same_candle_beyond_a_gap_is_not_stale()
    {
        var first = MinuteAt(0);

        var certificate = Certify([first, first with { OpenAt = Start.AddMinutes(5) }]);

        Assert.Equal(0, certificate.Prices!.Stale.Rows);
    }

    [Fact]
    public void Rows_without_volume_are_counted_in_runs()
    {
        var candles = Minutes(30).Select((candle, minute) => minute is 3 or 4 or 9 ? candle with { Volume = 0 } : candle);

        Assert.Equal(new RunFindings(3, 2, 2), Certify(candles).Prices!.ZeroVolume);
    }

    [Fact]
    public void Mark_prices_have_no_volume_to_miss()
    {
        using var builder = CertificateBuilder.ForCandles(Minute, hasVolume: false);
        builder.Add(MinuteAt(0) with { Volume = 0 });

        Assert.Equal(SeriesVerdict.Clean, builder.Finish().Verdict);
    }

    [Fact]
    public void A_print_far_from_its_neighbours_is_an_outlier()
    {
        var candles = Minutes(500);
        candles[250] = candles[250] with { High = 151, Close = 150 };

        var certificate = Certify(candles);

        Assert.Equal((2, SeriesVerdict.Usable), (certificate.Prices!.Outliers, certificate.Verdict));
        Assert.Equal([Start.AddMinutes(250), Start.AddMinutes(251)], certificate.Prices.WorstMoves.Take(2).Select(move => move.At));
        Assert.InRange(certificate.Prices.WorstMoves[0].Change, 0.49m, 0.51m);
    }

    [Fact]
    public void Outliers_cannot_be_told_where_most_prices_stand_still()
    {
        var candles = Minutes(100).Select((candle, minute) => candle with { Close = minute == 50 ? 100.5m : 100 });

        Assert.Equal(0, Certify(candles).Prices!.Outliers);
    }

    [Fact]
    public void Equal_content_has_an_equal_hash_and_other_content_another()
    {
        var candles = Minutes(50);
        var same = candles.Select(candle => candle with { Volume = candle.Volume * 1.000m });
        var other = candles.Select((candle, minute) => minute == 49 ? candle with { Volume = candle.Volume + 0.0000000001m } : candle);

        Assert.Equal(Certify(candles).ContentHash, Certify(same).ContentHash);
        Assert.NotEqual(Certify(candles).ContentHash, Certify(other).ContentHash);
    }

    [Fact]
    public void Funding_has_gaps_and_no_prices()
    {
        using var builder = CertificateBuilder.ForFunding(FundingSteps.Longest(Exchange.Binance));
        foreach (var hours in (int[])[0, 8, 12, 16, 40, 48])
        {
            builder.Add(new FundingRate(Start.AddHours(hours).AddMilliseconds(hours), 0.0001m));
        }

        var certificate = builder.Finish();

        Assert.Equal((6, 1, null, null), (certificate.Rows, certificate.Gaps, certificate.MissingRows, certificate.Prices));
        Assert.Equal(Start.AddHours(16).AddMilliseconds(16), Assert.Single(certificate.LargestGaps).From);
    }
}
