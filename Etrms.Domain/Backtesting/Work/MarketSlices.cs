using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Backtesting.Work;

/// <summary>The part of some markets that a run sees.</summary>
/// <param name="Markets">Those that have a candle in it.</param>
/// <param name="WarmUpBars">Candles at its start that only warm the indicators.</param>
internal sealed record MarketSlices(ImmutableArray<BacktestMarket> Markets, int WarmUpBars)
{
    /// <summary>The candles of a range and, before them, as many as warm the indicators and are there.</summary>
    public static MarketSlices Of(ImmutableArray<BacktestMarket> markets, TimeRange range, int warmUpBars)
    {
        var slices = markets.Where(market => market.Candles.IndexAt(range.Start) < market.Candles.IndexAt(range.End))
            .Select(market => (market, before: Math.Min(warmUpBars, market.Candles.IndexAt(range.Start)))).ToList();
        return new MarketSlices(
            [.. slices.Select(slice => Cut(slice.market, range, slice.before))],
            slices.Select(slice => slice.before).DefaultIfEmpty(0).Max());
    }

    private static BacktestMarket Cut(BacktestMarket market, TimeRange range, int before)
    {
        var start = market.Candles.IndexAt(range.Start) - before;
        return market with { Candles = market.Candles.Slice(start, market.Candles.IndexAt(range.End) - start) };
    }
}
