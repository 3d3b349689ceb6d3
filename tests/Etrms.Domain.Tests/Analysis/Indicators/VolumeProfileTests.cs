using Etrms.Domain.Analysis.Indicators.Volume;

namespace Etrms.Domain.Tests.Analysis.Indicators;

public sealed class VolumeProfileTests
{
    [Fact]
    public void The_value_area_grows_from_the_point_of_control_to_the_larger_neighbour()
    {
        double[] prices = [10.1, 10.9, 12.2, 11.6, 12.4, 13, 14, 15];
        double[] volumes = [5, 10, 30, 10, 10, 20, 4, 1];

        var profile = VolumeProfile.Of(prices, volumes, width: 1)!;

        Assert.Equal([(10, 5), (11, 10), (12, 50), (13, 20), (14, 4), (15, 1)], profile.Buckets.Select(bucket => ((int)bucket.Price, (int)bucket.Volume)));
        Assert.Equal((12, 12, 13), (profile.Buckets[profile.Control].Price, profile.Buckets[profile.Low].Price, profile.Buckets[profile.High].Price));
    }

    [Fact]
    public void A_share_of_everything_takes_in_the_whole_range()
    {
        var profile = VolumeProfile.Of([1, 2, 5], [1, 5, 1], width: 1, share: 1)!;

        Assert.Equal((0, 4), (profile.Low, profile.High));
        Assert.Equal(5, profile.Buckets.Length);
    }

    [Fact]
    public void There_is_no_profile_where_nothing_traded_or_the_width_makes_no_sense()
    {
        Assert.Null(VolumeProfile.Of([], [], width: 1));
        Assert.Null(VolumeProfile.Of([1, 2], [0, 0], width: 1));
        Assert.Null(VolumeProfile.Of([1, 2e9], [1, 1], width: 0.01));
    }
}
