using Etrms.Domain.Market.History;
using static Etrms.Domain.Tests.Market.History.SomeCandles;

namespace Etrms.Domain.Tests.Market.History;

public sealed class SeriesComparisonTests
{
    [Fact]
    public void Finer_candles_add_up_to_coarser_ones()
    {
        var minutes = Minutes(120);
        minutes[70] = minutes[70] with { High = 120, Low = 80 };

        var hours = SeriesComparison.Aggregate(minutes, Minute, Hour);

        Assert.Equal([Start, Start.AddHours(1)], hours.Select(hour => hour.OpenAt));
        Assert.Equal((100m, 120m, 80m, minutes[119].Close), (hours[1].Open, hours[1].High, hours[1].Low, hours[1].Close));
        Assert.Equal(minutes[60..].Sum(minute => minute.Volume), hours[1].Volume);
    }

    [Fact]
    public void A_coarse_candle_of_which_a_part_is_missing_is_left_out()
    {
        var minutes = Minutes(200).Where((_, minute) => minute is not (0 or 75)).ToArray();

        Assert.Equal([Start.AddHours(2)], SeriesComparison.Aggregate(minutes, Minute, Hour).Select(hour => hour.OpenAt));
    }

    [Fact]
    public void Candles_of_another_price_are_counted_and_the_first_are_named()
    {
        var ours = Minutes(60);
        var theirs = Minutes(80)[20..];
        theirs[5] = theirs[5] with { High = 102 };
        theirs[6] = theirs[6] with { Volume = 1 };
        var comparison = new SeriesComparison("the other");

        comparison.Add(ours.AsSpan(0, 30), theirs.AsSpan(0, 10));
        comparison.Add(ours.AsSpan(30), theirs.AsSpan(10));

        var result = comparison.Finish();
        Assert.Equal(("the other", 40L, 1L, 1L), (result!.With, result.Compared, result.PriceDifferences, result.VolumeDifferences));
        Assert.Equal([Start.AddMinutes(25)], result.FirstPriceDifferences);
    }

    [Fact]
    public void Series_without_a_common_candle_say_nothing_about_each_other()
    {
        var comparison = new SeriesComparison("the other");

        comparison.Add(Minutes(10), Minutes(30).AsSpan(20));

        Assert.Null(comparison.Finish());
    }

    [Fact]
    public void A_contradicted_series_is_flawed_and_one_with_other_volumes_is_usable()
    {
        var clean = Certify(Minutes(100));

        Assert.Equal(SeriesVerdict.Clean, (clean with { Comparisons = [new("x", 10, 0, 0, [])] }).Verdict);
        Assert.Equal(SeriesVerdict.Usable, (clean with { Comparisons = [new("x", 10, 0, 1, [])] }).Verdict);
        Assert.Equal(SeriesVerdict.Flawed, (clean with { Comparisons = [new("x", 10, 1, 0, [Start])] }).Verdict);
    }
}
