using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>Log returns of several contracts over the same bars.</summary>
/// <param name="EndAt">Market time at which the newest bar ended.</param>
/// <param name="Series">In the order of the contracts, oldest first, all of one length.</param>
public sealed record CommonReturns(DateTimeOffset EndAt, ImmutableArray<InstrumentId> Contracts, ImmutableArray<double[]> Series)
{
    public int Length => Series[0].Length;

    /// <summary>Contracts that lag behind, do not move or have fewer returns are left out; null where fewer than two remain.</summary>
    /// <param name="contracts">With their candles.</param>
    /// <param name="most">Returns that are taken.</param>
    /// <param name="least">Returns that a contract must have.</param>
    public static CommonReturns? Of(IEnumerable<KeyValuePair<InstrumentId, CandleAnalyst>> contracts, int most, int least)
    {
        var known = contracts.Where(each => each.Value.Reading is not null).OrderBy(each => each.Key).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var endAt = known.Max(each => each.Value.Reading!.EndAt);
        var series = known.Where(each => each.Value.Reading!.EndAt == endAt)
            .Select(each => (Contract: each.Key, Returns: each.Value.Returns(most)))
            .Where(each => each.Returns.Length >= least && Array.Exists(each.Returns, value => value != each.Returns[0]))
            .ToList();
        if (series.Count < 2)
        {
            return null;
        }

        var length = series.Min(each => each.Returns.Length);
        return new CommonReturns(endAt, [.. series.Select(each => each.Contract)], [.. series.Select(each => each.Returns[^length..])]);
    }
}
