using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Markets;

/// <summary>What the market analysis stored of books: where it stood over time, and what was out of the ordinary.</summary>
internal sealed class BookReads(EtrmsDbContext database)
{
    private const int UsualColumns = 120;

    public async Task<BookFindingsView> FindingsAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var rows = await database.BookFindings.AsNoTracking().Where(row => row.Exchange == query.Venue && row.Symbol == query.Symbol)
            .OrderByDescending(row => row.At).Take(query.AtMost).ToListAsync(cancellationToken);
        return new BookFindingsView(
            query.Venue, query.Symbol!, [.. rows.Select(ToView)], rows.Count == 0 ? "nothing out of the ordinary is stored of its book" : null);
    }

    /// <summary>The newest columns; 120, which are twenty minutes, unless a limit is given.</summary>
    public async Task<BookHeatView> HeatAsync(MarketQuery query, CancellationToken cancellationToken)
    {
        var rows = await database.LiquiditySnapshots.AsNoTracking()
            .Where(row => row.Exchange == query.Venue && row.Symbol == query.Symbol && row.Heat != null)
            .OrderByDescending(row => row.At).Take(query.Limit ?? UsualColumns).Select(row => new { row.At, row.Heat }).ToListAsync(cancellationToken);
        rows.Reverse();
        var columns = rows.ConvertAll(row => (row.At, Column: row.Heat!.Value.Deserialize<BookColumn>(EtrmsJson.Options)!));
        return BookHeat.Of([.. columns.Select(column => column.Column)]) is { } heat
            ? new BookHeatView(
                query.Venue, query.Symbol!, heat.Step, heat.Bottom, heat.Rows,
                [.. columns.Select((column, place) => new BookHeatColumnView(column.At, column.Column.Mid, heat.Sizes[place]))], null)
            : new BookHeatView(query.Venue, query.Symbol!, null, null, 0, [], "no books of it are stored yet");
    }

    private static BookFindingView ToView(BookFindingRow row) => new(row.Kind, row.At, row.Price)
    {
        IsBid = row.IsBid,
        Size = row.Size,
        Executed = row.Executed,
        From = row.FromAt,
        Levels = row.Levels,
        HasOppositeFill = row.HasOppositeFill,
        Deviations = row.Deviations,
    };
}
