using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Risk.Measures.Ruin;

namespace Etrms.Domain.Tests.Risk.Measures.Ruin;

public sealed class TradeMultiplesTests
{
    [Fact]
    public void A_result_is_told_in_units_of_what_the_stop_at_entry_risked()
    {
        var multiples = TradeMultiples.Of([Trade(300, stop: 95), Trade(-100, stop: 105, TradeSide.Short)], 10_000);

        Assert.Equal([3.0, -1.0], multiples.Values);
        Assert.Equal(0, multiples.Unknown);
        Assert.Equal((0.01 + (100.0 / 10_300)) / 2, multiples.RiskPerTrade!.Value, 12);
    }

    [Fact]
    public void Trades_without_a_stop_or_with_one_on_the_wrong_side_are_counted_and_not_guessed()
    {
        var multiples = TradeMultiples.Of([Trade(50, stop: null), Trade(50, stop: 105), Trade(-50, stop: 95)], 10_000);

        Assert.Equal([-0.5], multiples.Values);
        Assert.Equal(2, multiples.Unknown);
    }

    [Fact]
    public void Without_a_trade_no_risk_is_known()
    {
        var multiples = TradeMultiples.Of([], 10_000);

        Assert.Empty(multiples.Values);
        Assert.Null(multiples.RiskPerTrade);
    }

    [Fact]
    public void What_stood_before_a_trade_is_taken_from_the_trade_where_it_says_so()
    {
        var multiples = TradeMultiples.Of([new RiskedTrade(50, 100, 5_000), new RiskedTrade(-100, 100, null)]);

        Assert.Equal([0.5, -1.0], multiples.Values);
        Assert.Equal(0.02, multiples.RiskPerTrade!.Value, 12);
    }

    private static RiskedTrade Trade(decimal net, decimal? stop, TradeSide side = TradeSide.Long) => RiskedTrade.Of(side, 20, 100, stop, net);
}
