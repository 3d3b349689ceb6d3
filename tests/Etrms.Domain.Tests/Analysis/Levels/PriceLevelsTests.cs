using Etrms.Domain.Analysis.Levels;
using Etrms.Domain.Tests.Analysis.Indicators;

namespace Etrms.Domain.Tests.Analysis.Levels;

public sealed class PriceLevelsTests
{
    [Fact]
    public void Turning_points_near_one_another_are_one_level()
    {
        var levels = PriceLevels.Of(SomeBars.At(100, 120, 100.2, 119.8, 100.1, 110).Spans);

        var (support, resistance) = (Assert.Single(levels.Support), Assert.Single(levels.Resistance));
        Assert.Equal((100.1, 0, 3, 4), (Math.Round(support.Price, 9), support.Tops, support.Bottoms, support.LastTouch));
        Assert.Equal((119.9, 2, 3), (Math.Round(resistance.Price, 9), resistance.Touches, resistance.LastTouch));
    }

    [Fact]
    public void A_price_that_never_turns_has_no_levels()
    {
        var levels = PriceLevels.Of(SomeBars.At(100, 110, 120, 130).Spans);

        Assert.True(levels.Support.IsEmpty && levels.Resistance.IsEmpty);
    }
}
