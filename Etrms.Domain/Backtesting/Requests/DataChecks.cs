using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>Whether the candles at hand are those that a request needs, said before any work begins.</summary>
public static class DataChecks
{
    /// <summary>Missing candles up to this share of the range are reported and not refused: venues have outages.</summary>
    private const double Tolerated = 0.01;

    public static IEnumerable<RequestFault> Of(BacktestRequest request, ImmutableArray<BacktestMarket> markets)
    {
        var terms = request.Terms;
        var faults = terms.Instruments.SelectMany(id => markets.FirstOrDefault(market => market.Instrument.Id == id) is { } market
            ? Of(terms, market) : [new RequestFault("symbols", $"There are no candles of {id}. Download or import them first.")]).ToList();
        return faults.Count > 0 ? faults : Engine(request, markets);
    }

    private static IEnumerable<RequestFault> Engine(BacktestRequest request, ImmutableArray<BacktestMarket> markets) =>
        MarketCheck.Faults(request.Base.Settings, [.. markets.Select(market => ContractRules.Apply(request.Terms, market))])
            .Select(fault => new RequestFault("data", fault.Contains("missing", StringComparison.Ordinal)
                ? $"{fault} With allow_gaps the last value stands in for what is missing." : fault));

    private static IEnumerable<RequestFault> Of(BacktestTerms terms, BacktestMarket market)
    {
        var (candles, id) = (market.Candles, market.Instrument.Id);
        if (candles.Step != terms.Timeframe.Length)
        {
            return [new RequestFault("timeframe", $"The candles of {id} last {candles.Step}; the request wants {terms.Timeframe}.")];
        }

        var wanted = terms.Range.AlignedTo(terms.Timeframe);
        var inside = candles.Between(wanted.Start, wanted.End);
        if (inside.Count == 0)
        {
            var there = candles.Count == 0 ? "none at all" : $"those from {At(candles.OpenAt(0))} to {At(candles.OpenAt(candles.Count - 1))}";
            return [new RequestFault("start_date", $"{id} has no {terms.Timeframe} candles between {At(wanted.Start)} and {At(wanted.End)}; there are {there}.")];
        }

        return terms.AllowGaps ? [] : Gaps(terms, inside, wanted);
    }

    private static IEnumerable<RequestFault> Gaps(BacktestTerms terms, CandleSeries inside, TimeRange wanted)
    {
        const string remedy = "Download the rest, choose another range, or set data.allow_gaps.";
        var last = inside.OpenAt(inside.Count - 1) + inside.Step;
        var tolerance = Math.Max(1, RequestChecks.BarsOf(terms) * Tolerated) * inside.Step;
        if (inside.OpenAt(0) - wanted.Start > tolerance)
        {
            yield return new RequestFault("start_date", $"The candles of {inside.Instrument} begin at {At(inside.OpenAt(0))}, after the start at {At(wanted.Start)}. {remedy}");
        }

        if (wanted.End - last > tolerance)
        {
            yield return new RequestFault("end_date", $"The candles of {inside.Instrument} end at {At(last)}, before the end at {At(wanted.End)}. {remedy}");
        }

        var missing = ((last - inside.OpenAt(0)).Ticks / inside.Step.Ticks) - inside.Count;
        if (missing > RequestChecks.BarsOf(terms) * Tolerated)
        {
            yield return new RequestFault("data", $"{missing:N0} candles of {inside.Instrument} are missing inside the range, {(double)missing / RequestChecks.BarsOf(terms):P1} of it. {remedy}");
        }
    }

    private static string At(DateTimeOffset at) => $"{at:yyyy-MM-dd HH:mm}";
}
