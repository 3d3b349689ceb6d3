using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Assistant.Setups.Candlesticks;
using Etrms.Domain.Tests.Analysis.Indicators;

namespace Etrms.Domain.Tests.Assistant.Setups.Candlesticks;

/// <summary>Beside the golden file, which holds every pattern against TA-Lib.</summary>
public sealed class CandlestickScanTests
{
    [Fact]
    public void There_are_the_61_patterns_of_TA_Lib_each_under_a_name_of_its_own()
    {
        Assert.Equal(61, CandlestickCatalog.All.Length);
        Assert.Equal(61, CandlestickCatalog.All.Select(pattern => pattern.Code).Distinct().Count());
        Assert.Equal(61, CandlestickCatalog.All.Select(pattern => pattern.Title).Distinct().Count());
    }

    [Fact]
    public void Watching_for_all_patterns_at_once_tells_what_watching_for_each_tells()
    {
        var bars = SomeBars.Random(300, seed: 12);
        var all = new CandlestickScan(CandlestickCatalog.All);
        var alone = CandlestickCatalog.All.Select(pattern => new CandlestickScan([pattern])).ToArray();
        var (together, single) = (new int?[61], new int?[1]);

        for (var i = 0; i < bars.Count; i++)
        {
            all.Next(bars[i], together);
            for (var place = 0; place < alone.Length; place++)
            {
                alone[place].Next(bars[i], single);
                Assert.Equal(single[0], together[place]);
            }
        }
    }

    [Theory]
    [InlineData(3, 200)]
    [InlineData(4, 0)]
    public void A_hikkake_is_confirmed_within_three_bars_and_not_later(int barsLater, int expected)
    {
        var scan = Scan("CDLHIKKAKE");
        List<Ohlcv> bars = [Bar(10, 20), Bar(10, 20), Bar(10, 20), Bar(10, 20), Bar(10, 20), Bar(12, 18), Bar(11, 17)];
        bars.AddRange(Enumerable.Repeat(Bar(11, 17), barsLater - 1));
        bars.Add(new Ohlcv(17, 19, 11, 18.5, 1));
        var signal = new int?[1];

        var told = bars.Select(bar =>
        {
            scan.Next(bar, signal);
            return signal[0];
        }).ToArray();

        Assert.Equal([null, null, null, null, null, 0, 100], told[..7]);
        Assert.Equal(expected, told[^1]);
    }

    [Fact]
    public void A_penetration_of_ones_own_decides_instead_of_the_usual_one()
    {
        var bars = Enumerable.Repeat(new Ohlcv(10, 10.6, 9.9, 10.5, 1), 11).Append(new Ohlcv(10, 14.1, 9.9, 14, 1)).Append(new Ohlcv(14.5, 14.6, 12.4, 12.5, 1)).ToArray();

        Assert.Equal(0, Last(Scan("CDLDARKCLOUDCOVER"), bars));
        Assert.Equal(-100, Last(Scan("CDLDARKCLOUDCOVER", penetration: 0.3), bars));
    }

    private static int? Last(CandlestickScan scan, Ohlcv[] bars)
    {
        var signal = new int?[1];
        foreach (var bar in bars)
        {
            scan.Next(bar, signal);
        }

        return signal[0];
    }

    private static CandlestickScan Scan(string code, double? penetration = null) =>
        new([CandlestickCatalog.All.Single(pattern => pattern.Code == code)], penetration);

    private static Ohlcv Bar(double low, double high) => new(low + 1, high, low, high - 1, 1);
}
