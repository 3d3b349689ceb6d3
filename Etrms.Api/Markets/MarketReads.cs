using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Markets;

/// <summary>What the market analysis stored.</summary>
internal sealed class MarketReads(EtrmsDbContext database, LiveBooks live)
{
    public const string NotAnalysed = "the market analysis has stored nothing of this yet";

    public async Task<RegimeHistoryView> RegimesAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var rows = await database.MarketRegimes.AsNoTracking()
            .Where(row => row.Exchange == query.Venue && row.Symbol == query.Symbol && row.TimeframeSeconds == query.TimeframeSeconds)
            .OrderByDescending(row => row.FromAt).Take(query.AtMost).ToListAsync(cancellationToken);
        var detail = await DetailAsync(query, cancellationToken);
        return new RegimeHistoryView(
            query.Venue, query.Symbol!, query.TimeframeName,
            [.. rows.OrderBy(row => row.FromAt).Select(row => new StateSpellView(row.State, row.FromAt, row.UntilAt, row.Bars))],
            detail?.View.Performance, detail?.MadeAt, rows.Count == 0 ? NotAnalysed : null)
        {
            Moves = detail?.View.Moves ?? [],
        };
    }

    public async Task<VolatilityHistoryView> VolatilityAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var rows = await database.VolatilityMetrics.AsNoTracking()
            .Where(row => row.Exchange == query.Venue && row.Symbol == query.Symbol && row.TimeframeSeconds == query.TimeframeSeconds)
            .OrderByDescending(row => row.At).Take(query.AtMost).ToListAsync(cancellationToken);
        var detail = await DetailAsync(query, cancellationToken);
        return new VolatilityHistoryView
        {
            Exchange = query.Venue,
            Symbol = query.Symbol!,
            Timeframe = query.TimeframeName,
            Points = [.. rows.OrderBy(row => row.At).Select(ToView)],
            Detail = detail?.View,
            At = detail?.MadeAt,
            Reason = rows.Count == 0 ? NotAnalysed : null,
        };
    }

    public async Task<CorrelationHistoryView> CorrelationAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var all = database.CorrelationMatrices.AsNoTracking().Where(row => row.Exchange == query.Venue && row.TimeframeSeconds == query.TimeframeSeconds)
            .OrderByDescending(row => row.At);
        var newest = await all.FirstOrDefaultAsync(cancellationToken);
        var course = await all.Take(query.AtMost)
            .Select(row => new CorrelationPointView(row.At, row.Mean, row.EffectiveRank, row.Regime)).ToListAsync(cancellationToken);
        course.Reverse();
        return newest is null
            ? new CorrelationHistoryView(query.Venue, query.TimeframeName, [], [], 0, null, [], NotAnalysed)
            : new CorrelationHistoryView(
                query.Venue, query.TimeframeName, newest.Symbols.Deserialize<string[]>(EtrmsJson.Options)!,
                newest.Matrix.Deserialize<decimal[][]>(EtrmsJson.Options)!, newest.Returns, newest.At, course, null);
    }

    public async Task<LiquidityHistoryView> LiquidityAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var book = await BookAsync(query.Venue, query.Symbol!, cancellationToken);
        var points = await Books(query.Venue, query.Symbol!).Take(query.AtMost)
            .Select(row => new LiquidityPointView(row.At, row.SpreadBps, row.BidDepth, row.AskDepth, row.Score, row.Regime)).ToListAsync(cancellationToken);
        points.Reverse();
        return new LiquidityHistoryView
        {
            Exchange = query.Venue,
            Symbol = query.Symbol!,
            Book = book,
            Slippage = book is null ? [] : Slippage(book),
            Points = points,
            Reason = book is null ? NotAnalysed : null,
        };
    }

    /// <summary>Null while no book of the contract was stored.</summary>
    public async Task<SlippageEstimateView?> SlippageAsync(SlippageQuery query, CancellationToken cancellationToken)
    {
        if (await BookAsync(query.Venue, query.Symbol!, cancellationToken) is not { } book)
        {
            return null;
        }

        var walk = BookWalk.Of(ToBook(book), query.IsBuy, WalkSize.Quote(query.Size));
        return new SlippageEstimateView(
            query.Venue, query.Symbol!, query.IsBuy, query.Size, book.At, book.Mid, walk.AveragePrice, walk.WorstPrice,
            walk.SlippageBps(book.Mid), walk.Unfilled, walk.Levels);
    }

    /// <summary>What was stored with the newest candle; null before the first.</summary>
    public async Task<(MarketDetailView View, DateTimeOffset MadeAt)?> DetailAsync(MarketQuery query, CancellationToken cancellationToken) =>
        await database.MarketDetails.AsNoTracking().FirstOrDefaultAsync(
            row => row.Exchange == query.Venue && row.Symbol == query.Symbol && row.TimeframeSeconds == query.TimeframeSeconds, cancellationToken) is { } row
            ? (row.Detail.Deserialize<MarketDetailView>(EtrmsJson.Options)!, row.MadeAt)
            : null;

    private static VolatilityPointView ToView(VolatilityMetricRow row) => new(
        row.At, row.CloseToClose, row.Ewma, row.Parkinson, row.GarmanKlass, row.RogersSatchell, row.YangZhang, row.Rank, row.Regime);

    private static IReadOnlyList<SlippageView> Slippage(BookView book) =>
    [
        .. SlippagePoint.Of(ToBook(book), book.Mid)
            .Select(point => new SlippageView(point.Notional, point.BuyBps, point.BuyUnfilled, point.SellBps, point.SellUnfilled)),
    ];

    private static OrderBook ToBook(BookView book) => new(
        [.. book.Bids.Select(level => new BookLevel(level.Price, level.Quantity))], [.. book.Asks.Select(level => new BookLevel(level.Price, level.Quantity))]);

    private IQueryable<LiquiditySnapshotRow> Books(Exchange exchange, string symbol) =>
        database.LiquiditySnapshots.AsNoTracking().Where(row => row.Exchange == exchange && row.Symbol == symbol).OrderByDescending(row => row.At);

    /// <summary>The live one; without it the newest that was stored.</summary>
    private async Task<BookView?> BookAsync(Exchange exchange, string symbol, CancellationToken cancellationToken) =>
        await live.ReadAsync(new InstrumentId(exchange, symbol), cancellationToken) is { } newest ? newest
        : await Books(exchange, symbol).FirstOrDefaultAsync(cancellationToken) is { } row ? row.Book.Deserialize<BookView>(EtrmsJson.Options) : null;
}
