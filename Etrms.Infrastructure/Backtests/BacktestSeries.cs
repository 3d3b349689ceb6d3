using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Backtests;

/// <summary>The history that a run needs.</summary>
/// <param name="Funding">Also what was settled.</param>
/// <param name="Marks">Also mark prices, where they are stored.</param>
public sealed record HistoryNeeds(
    IReadOnlyList<InstrumentId> Instruments, Timeframe Timeframe, TimeRange Range, bool Funding, bool Marks, BacktestDataBody Data)
{
    public static HistoryNeeds Of(BacktestTerms terms, BacktestDataBody data) => new(
        terms.Instruments, terms.Timeframe, terms.Range, terms.ChargesFunding, terms.ChargesFunding || terms.Margin is not null, data);
}

/// <summary>A series that a run needs, and what of it is stored.</summary>
/// <param name="Instrument">As the request names it.</param>
/// <param name="Timeframe">Null for funding.</param>
/// <param name="Series">The stored series that serves best; null when nothing fits.</param>
/// <param name="Coverage">Null when nothing fits.</param>
public sealed record NeededSeries(
    InstrumentId Instrument, SeriesKind Kind, Timeframe? Timeframe, TimeRange Range, MarketSeriesRow? Series, CoverageReport? Coverage)
{
    /// <summary>Share of candles that may be missing before a run is refused: venues have outages, which no download mends.</summary>
    private const decimal Outages = 0.005m;

    public long Wanted => Timeframe is { } frame ? Range.Length.Ticks / frame.Length.Ticks : 0;

    /// <summary>Candles missing at the start, at the end and between; null for funding.</summary>
    public long? Missing => Timeframe is not { } frame ? null
        : Coverage is null ? Wanted
        : (Coverage.MissingRows ?? 0) + (Coverage.BeginsAt is { } begins ? (begins - Range.Start).Ticks / frame.Length.Ticks : 0);

    public bool IsComplete => Coverage is { Gaps: [], BeginsAt: null };

    public bool IsEnough => Coverage is not null && (Missing ?? 0) <= Wanted * Outages;
}

/// <summary>Finds the stored history that a request needs, before anything is computed on it.</summary>
public sealed class BacktestSeries(CandleStore store, IDbContextFactory<EtrmsDbContext> contexts)
{
    private static readonly SeriesSource[] Preference = [SeriesSource.Live, SeriesSource.Import, SeriesSource.Testnet, SeriesSource.Paper];

    /// <summary>The candles of every contract, and their funding where it is charged; mark prices only where they are stored.</summary>
    public async Task<IReadOnlyList<NeededSeries>> FindAsync(HistoryNeeds needs, CancellationToken cancellationToken)
    {
        var (range, source) = (needs.Range.AlignedTo(needs.Timeframe), needs.Data.Source);
        var needed = new List<NeededSeries>();
        foreach (var instrument in needs.Instruments)
        {
            needed.Add(await BestAsync(new NeededSeries(instrument, needs.Data.Kind, needs.Timeframe, range, null, null), source, cancellationToken));
            if (needs.Funding)
            {
                needed.Add(await BestAsync(new NeededSeries(instrument, SeriesKind.Funding, null, range, null, null), source, cancellationToken));
            }

            var marks = new NeededSeries(instrument, SeriesKind.Mark, needs.Timeframe, range, null, null);
            if (needs.Marks && await BestAsync(marks, source, cancellationToken) is { IsEnough: true } stored)
            {
                needed.Add(stored);
            }
        }

        return needed;
    }

    /// <summary>Why a run cannot start on what is stored, by field; empty when it can.</summary>
    public static IReadOnlyDictionary<string, string[]> FaultsOf(IReadOnlyList<NeededSeries> needed, bool allowGaps) => needed
        .Where(series => !(series.IsEnough || (allowGaps && series.Coverage is not null))).Select(FaultOf)
        .GroupBy(fault => fault.Field, fault => fault.Reason, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>What to fetch so that a series is complete; null when nothing is missing, or when it can only come from a file.</summary>
    /// <param name="series">What is needed.</param>
    /// <param name="source">Where the request wants its data from; null for anywhere.</param>
    public static DownloadRequest? DownloadOf(NeededSeries series, SeriesSource? source) => series.IsComplete || source == SeriesSource.Import ? null : new DownloadRequest
    {
        Network = source switch
        {
            SeriesSource.Paper => AccountNetwork.Paper,
            SeriesSource.Testnet => AccountNetwork.Testnet,
            SeriesSource.Live or SeriesSource.Import or null => AccountNetwork.Live,
        },
        Exchanges = [series.Instrument.Exchange],
        Symbols = [series.Instrument.Symbol],
        Timeframes = series.Timeframe is { } frame ? [frame.ToString()] : [],
        Start = series.Range.Start,
        End = series.Range.End,
        Funding = series.Kind == SeriesKind.Funding,
    };

    /// <summary>In words, such as "Binance:BTCUSDT perpetual 1h".</summary>
    public static string NameOf(NeededSeries series) => series.Series is { } row
        ? row.Key.ToString()
        : $"{series.Instrument} {series.Kind.ToString().ToLowerInvariant()}{(series.Timeframe is { } frame ? $" {frame}" : "")}";

    private static (string Field, string Reason) FaultOf(NeededSeries series)
    {
        const string Remedy = "Download it (data/downloads), import it, or choose another range.";
        if (series.Coverage is not { } coverage)
        {
            return ("symbols", $"{NameOf(series)} is not stored between {series.Range.Start:yyyy-MM-dd HH:mm} and {series.Range.End:yyyy-MM-dd HH:mm}. {Remedy}");
        }

        if (coverage.BeginsAt is { } begins)
        {
            return ("start_date", $"{NameOf(series)} is stored from {begins:yyyy-MM-dd HH:mm} on only. {Remedy}");
        }

        var largest = coverage.Gaps.MaxBy(gap => gap.To - gap.From)!;
        return ("data.allow_gaps", $"Of {NameOf(series)} {series.Missing:N0} of {series.Wanted:N0} candles are missing, the most from {largest.From:yyyy-MM-dd HH:mm} to {largest.To:yyyy-MM-dd HH:mm}. {Remedy} Or set data.allow_gaps.");
    }

    private async Task<NeededSeries> BestAsync(NeededSeries need, SeriesSource? source, CancellationToken cancellationToken)
    {
        var found = new List<NeededSeries>();
        foreach (var row in await CandidatesAsync(need, source, cancellationToken))
        {
            var step = need.Timeframe?.Length ?? FundingSteps.Longest(need.Instrument.Exchange);
            var stretches = await store.ReadStretchesAsync(row.Key, need.Range, step, cancellationToken);
            if (stretches.Count > 0)
            {
                found.Add(need with { Series = row, Coverage = CoverageReport.Of(need.Range, stretches, need.Timeframe, step) });
            }
        }

        return found.OrderBy(each => each.IsEnough ? 0 : each.Missing ?? 1).FirstOrDefault() ?? need;
    }

    /// <summary>Stored series of the contract, the preferred source first and the venue's own spelling before another's.</summary>
    private async Task<IReadOnlyList<MarketSeriesRow>> CandidatesAsync(NeededSeries need, SeriesSource? source, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seconds = (int)(need.Timeframe?.Length.TotalSeconds ?? 0);
        var rows = await db.MarketSeries.AsNoTracking()
            .Where(row => row.Exchange == need.Instrument.Exchange && row.Kind == need.Kind && row.TimeframeSeconds == seconds)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Where(row => (source is null || row.Source == source) && SymbolMatch.AreSameCoin(row.Symbol, need.Instrument.Symbol))
                .OrderBy(row => row.Symbol != need.Instrument.Symbol).ThenBy(row => Array.IndexOf(Preference, row.Source)),
        ];
    }
}
