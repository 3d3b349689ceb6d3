using Etrms.Web.Charts;

namespace Etrms.Web.Tests.Charts;

public sealed class ThinningTests
{
    [Fact]
    public void A_thinned_curve_keeps_its_ends_its_peak_and_its_trough()
    {
        var curve = Enumerable.Range(0, 50_000).Select(index => (decimal)Math.Sin(index / 900.0)).ToArray();
        curve[12_345] = 7;
        curve[31_234] = -7;

        var kept = Thinning.Keep(curve.Length, index => curve[index]);

        Assert.InRange(kept.Count, 400, Thinning.Most + 2);
        Assert.Equal(kept.Order(), kept);
        Assert.All([0, 12_345, 31_234, 49_999], place => Assert.Contains(place, kept));
    }

    [Fact]
    public void A_short_curve_keeps_every_point() =>
        Assert.Equal([0, 1, 2], Thinning.Keep(3, index => index));
}
