using Etrms.Domain.Backtesting;
using Etrms.Venue.Binance;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class RefusalTests
{
    [Fact]
    public void Every_refusal_of_the_exchange_has_a_code_and_a_text()
    {
        Assert.All(Enum.GetValues<RefusalReason>(), reason =>
        {
            var error = Refusals.ToError(reason, null);

            Assert.True(error.Code < -1000);
            Assert.NotEmpty(error.Message);
        });
    }

    [Theory]
    [InlineData(RefusalReason.InsufficientMargin, -2019)]
    [InlineData(RefusalReason.ReduceOnlyRejected, -2022)]
    [InlineData(RefusalReason.WouldTriggerImmediately, -2021)]
    [InlineData(RefusalReason.UnknownOrder, -2011)]
    [InlineData(RefusalReason.PositionLimitForLeverage, -2027)]
    [InlineData(RefusalReason.QuantityNotPositive, -4003)]
    [InlineData(RefusalReason.QuantityTooSmall, -4004)]
    [InlineData(RefusalReason.QuantityTooLarge, -4005)]
    [InlineData(RefusalReason.QuantityOffStep, -4023)]
    [InlineData(RefusalReason.PriceOffTick, -4014)]
    [InlineData(RefusalReason.PriceAboveBand, -4016)]
    [InlineData(RefusalReason.PriceBelowBand, -4024)]
    [InlineData(RefusalReason.NotionalTooSmall, -4164)]
    [InlineData(RefusalReason.DuplicateClientId, -4116)]
    [InlineData(RefusalReason.ReduceOnlyConflict, -4118)]
    [InlineData(RefusalReason.NoLiquidity, -4131)]
    [InlineData(RefusalReason.ClosePositionExists, -4130)]
    [InlineData(RefusalReason.ClosePositionWithQuantity, -4137)]
    [InlineData(RefusalReason.ClosePositionWithReduceOnly, -4138)]
    [InlineData(RefusalReason.ClosePositionWithoutPosition, -4509)]
    [InlineData(RefusalReason.FillOrKillNotFilled, -5021)]
    [InlineData(RefusalReason.PostOnlyWouldTake, -5022)]
    [InlineData(RefusalReason.LeverageOutOfRange, -4028)]
    [InlineData(RefusalReason.MarginModeUnchanged, -4046)]
    [InlineData(RefusalReason.MarginModeHasOrders, -4047)]
    [InlineData(RefusalReason.MarginModeHasPosition, -4048)]
    [InlineData(RefusalReason.PositionModeUnchanged, -4059)]
    [InlineData(RefusalReason.PositionSideMismatch, -4061)]
    public void A_refusal_has_the_code_of_the_real_exchange(RefusalReason reason, int code)
    {
        Assert.Equal(code, Refusals.ToError(reason, null).Code);
    }
}
