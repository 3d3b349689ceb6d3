using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Backtests;
using Etrms.Infrastructure.Postgres;
using Etrms.Workers.Jobs;
using Etrms.Workers.Jobs.Pieces;

namespace Etrms.Workers.Backtesting;

/// <summary>Stored candles, funding and mark prices as the markets of a run.</summary>
internal sealed class MarketHistory(BacktestSeries series, CandleStore store, ContractRulebook rules)
{
    public async Task<(ImmutableArray<BacktestMarket> Markets, ImmutableArray<SeriesUse> Series)> LoadAsync(
        BacktestTerms terms, BacktestDataBody data, CancellationToken cancellationToken)
    {
        var needed = await series.FindAsync(HistoryNeeds.Of(terms, data), cancellationToken);
        if (BacktestSeries.FaultsOf(needed, terms.AllowGaps) is { Count: > 0 } faults)
        {
            throw new WorkRefusedException(string.Join(' ', faults.SelectMany(fault => fault.Value)));
        }

        var (markets, uses) = (ImmutableArray.CreateBuilder<BacktestMarket>(), ImmutableArray.CreateBuilder<SeriesUse>());
        foreach (var contract in needed.GroupBy(each => each.Instrument))
        {
            markets.Add(await MarketAsync(contract.Key, [.. contract], terms, uses, cancellationToken));
        }

        return (markets.DrainToImmutable(), uses.DrainToImmutable());
    }

    private async Task<BacktestMarket> MarketAsync(
        InstrumentId id, IReadOnlyList<NeededSeries> needed, BacktestTerms terms, ImmutableArray<SeriesUse>.Builder uses, CancellationToken cancellationToken)
    {
        var prices = needed.First(each => each.Kind is SeriesKind.Perpetual or SeriesKind.Spot);
        var market = new BacktestMarket(
            await rules.ReadAsync(id, prices.Series!.Source, terms, cancellationToken), await CandlesAsync(id, prices, terms, uses, cancellationToken));
        foreach (var more in needed.Where(each => each != prices))
        {
            market = more.Kind == SeriesKind.Funding
                ? market with { Funding = await FundingAsync(id, more, uses, cancellationToken) }
                : market with { Marks = await CandlesAsync(id, more, terms, uses, cancellationToken) };
        }

        return market;
    }

    /// <summary>The candles of the range, and before it those that warm the indicators, as far as they are stored.</summary>
    private async Task<CandleSeries> CandlesAsync(
        InstrumentId id, NeededSeries needed, BacktestTerms terms, ImmutableArray<SeriesUse>.Builder uses, CancellationToken cancellationToken)
    {
        var builder = new CandleSeriesBuilder(id, terms.Timeframe.Length);
        var range = needed.Range with { Start = needed.Range.Start - (terms.WarmUpBars * terms.Timeframe.Length) };
        try
        {
            await foreach (var candle in store.StreamCandlesAsync(needed.Series!.Id, range, cancellationToken))
            {
                builder.Add(candle);
            }
        }
        catch (ArgumentException impossible)
        {
            throw new WorkRefusedException($"{needed.Series!.Key} cannot be used: {impossible.Message}");
        }

        var candles = builder.Build();
        uses.Add(await QuietThread.RunAsync(() => SeriesUse.Of(candles, needed.Kind, needed.Series!.Source, needed.Range)));
        return candles;
    }

    private async Task<ImmutableArray<FundingRate>> FundingAsync(
        InstrumentId id, NeededSeries needed, ImmutableArray<SeriesUse>.Builder uses, CancellationToken cancellationToken)
    {
        var rates = ImmutableArray.CreateBuilder<FundingRate>();
        await foreach (var rate in store.StreamFundingAsync(needed.Series!.Id, needed.Range, cancellationToken))
        {
            rates.Add(rate);
        }

        uses.Add(SeriesUse.Of(id, rates, needed.Series!.Source, needed.Range));
        return rates.DrainToImmutable();
    }
}
