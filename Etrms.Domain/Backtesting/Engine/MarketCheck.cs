using System.Collections.Immutable;
using System.Globalization;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Says before a run begins why it cannot.</summary>
public static class MarketCheck
{
    /// <summary>Sentences for a person; empty when the run can begin.</summary>
    public static ImmutableArray<string> Faults(BacktestSettings settings, ImmutableArray<BacktestMarket> markets)
    {
        if (markets.IsDefaultOrEmpty)
        {
            return ["A run needs at least one contract."];
        }

        return
        [
            .. settings.InitialCapital > 0 ? [] : (string[])["The initial capital must be above 0."],
            .. settings.Leverage > 0 ? [] : (string[])["The leverage must be at least 1."],
            .. Together(markets),
            .. markets.Where(market => market.Candles.Count > 0).SelectMany(market => Alone(settings, market)),
        ];
    }

    private static IEnumerable<string> Together(ImmutableArray<BacktestMarket> markets)
    {
        foreach (var market in markets.Where(market => market.Candles.Count == 0))
        {
            yield return $"{market.Instrument.Id}: there is no candle in this time.";
        }

        foreach (var doubled in markets.GroupBy(market => market.Instrument.Id).Where(group => group.Count() > 1))
        {
            yield return $"{doubled.Key}: the contract is named twice.";
        }

        if (markets.FirstOrDefault(market => market.Candles.Step != markets[0].Candles.Step) is { } other)
        {
            yield return $"{other.Instrument.Id}: its candles last {other.Candles.Step}, those of {markets[0].Instrument.Id} {markets[0].Candles.Step}; take one length.";
        }
    }

    private static IEnumerable<string> Alone(BacktestSettings settings, BacktestMarket market)
    {
        var id = market.Instrument.Id;
        if (!market.Instrument.Brackets.IsEmpty && Margin.MaxNotional(market.Instrument, settings.Leverage) is null)
        {
            yield return $"{id}: its margin table allows a leverage of at most {market.Instrument.Brackets.Max(bracket => bracket.MaxLeverage)}, not {settings.Leverage}.";
        }

        if (market.Funding.Zip(market.Funding.Skip(1)).Any(pair => pair.First.At >= pair.Second.At))
        {
            yield return $"{id}: the funding rates are not in order of time.";
        }
        else if (settings.MissingData == MissingMarketData.Refuse)
        {
            if (FundingSchedule.Missing(market) is [var rate, ..] rates)
            {
                yield return $"{id}: {Many(rates.Length, "funding rate")} missing, the first at {At(rate)}.";
            }

            if (MissingMarks(market) is [var mark, ..] marks)
            {
                yield return $"{id}: {Many(marks.Length, "mark price")} missing, the first at {At(mark)}.";
            }
        }
    }

    /// <summary>Times at which a mark is needed and none is there: settlements, and every candle where the contract can be liquidated.</summary>
    private static ImmutableArray<DateTimeOffset> MissingMarks(BacktestMarket market)
    {
        if (market.Marks is not { } marks)
        {
            return [];
        }

        var end = market.Candles.OpenAt(market.Candles.Count - 1) + market.Candles.Step;
        var missing = FundingSchedule.Of(market).Select(rate => rate.At).Where(at => at < end && MarkPrices.IndexAt(marks, at) is null);
        return market.Instrument.Brackets.IsEmpty ? [.. missing] : [.. missing.Concat(WithoutMark(market.Candles, marks)).Distinct().Order()];
    }

    private static IEnumerable<DateTimeOffset> WithoutMark(CandleSeries candles, CandleSeries marks)
    {
        var mark = 0;
        for (var i = 0; i < candles.Count; i++)
        {
            while (mark < marks.Count && marks.OpenMs(mark) < candles.OpenMs(i))
            {
                mark++;
            }

            if (mark == marks.Count || marks.OpenMs(mark) != candles.OpenMs(i))
            {
                yield return candles.OpenAt(i);
            }
        }
    }

    private static string Many(int count, string what) => count == 1 ? $"1 {what} is" : $"{count.ToString(CultureInfo.InvariantCulture)} {what}s are";

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
