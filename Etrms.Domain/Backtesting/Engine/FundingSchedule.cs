using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>The settlements of a contract over the time of a run: each at its full minute, and where one is missing.</summary>
public static class FundingSchedule
{
    /// <summary>No venue settles less often.</summary>
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(8);

    /// <summary>The settlements within the candles of a market.</summary>
    public static ImmutableArray<FundingRate> Of(BacktestMarket market)
    {
        var until = End(market);
        return [.. market.Funding.Select(OnMinute).Where(rate => rate.At >= market.Candles.OpenAt(0) && rate.At <= until)];
    }

    /// <summary>Times at which a settlement was due and is not there; empty for a market without funding.</summary>
    public static ImmutableArray<DateTimeOffset> Missing(BacktestMarket market)
    {
        if (market.Funding.IsEmpty)
        {
            return [];
        }

        var rates = Of(market);
        if (rates.Length < 2)
        {
            return [];
        }

        var missing = ImmutableArray.CreateBuilder<DateTimeOffset>();
        for (var due = rates[0].At - Spacing(rates, 1); due >= market.Candles.OpenAt(0); due -= Spacing(rates, 1))
        {
            missing.Insert(0, due);
        }

        for (var i = 1; i < rates.Length; i++)
        {
            var interval = IntervalBefore(rates, i);
            for (var due = rates[i - 1].At + interval; due < rates[i].At; due += interval)
            {
                missing.Add(due);
            }
        }

        // The settlement at the very end belongs to whoever holds on; the run does not.
        var last = Spacing(rates, rates.Length - 1);
        for (var due = rates[^1].At + last; due < End(market); due += last)
        {
            missing.Add(due);
        }

        return missing.ToImmutable();
    }

    /// <summary>The settlements with every missing one put in at the last rate before it, or the first after it.</summary>
    public static ImmutableArray<FundingRate> Complete(BacktestMarket market)
    {
        var rates = Of(market);
        var missing = Missing(market);
        return missing.IsEmpty
            ? rates
            : [.. rates.Concat(missing.Select(at => new FundingRate(at, RateBefore(rates, at)))).OrderBy(rate => rate.At)];
    }

    private static DateTimeOffset End(BacktestMarket market) => market.Candles.OpenAt(market.Candles.Count - 1) + market.Candles.Step;

    private static FundingRate OnMinute(FundingRate rate) => rate with { At = rate.At.AddTicks(-(rate.At.Ticks % TimeSpan.TicksPerMinute)) };

    private static TimeSpan Spacing(ImmutableArray<FundingRate> rates, int index) => rates[index].At - rates[index - 1].At;

    /// <summary>
    /// How often the contract settled before a settlement. Venues change the interval now and then: a longer distance is a gap when it stands
    /// alone between shorter ones, or when no venue settles so seldom.
    /// </summary>
    private static TimeSpan IntervalBefore(ImmutableArray<FundingRate> rates, int index)
    {
        var spacing = Spacing(rates, index);
        var former = index > 1 ? Spacing(rates, index - 1) : TimeSpan.MaxValue;
        var next = index + 1 < rates.Length ? Spacing(rates, index + 1) : TimeSpan.MaxValue;
        var usual = TimeSpan.FromTicks(Math.Min(LongestInterval.Ticks, Math.Min(former.Ticks, next.Ticks)));
        return spacing > LongestInterval || (spacing > former && spacing > next) ? usual : spacing;
    }

    private static decimal RateBefore(ImmutableArray<FundingRate> rates, DateTimeOffset at) =>
        rates.LastOrDefault(rate => rate.At < at, rates[0]).Rate;
}
