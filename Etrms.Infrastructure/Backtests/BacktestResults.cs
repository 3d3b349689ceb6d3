using System.Security.Cryptography;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Backtests;

/// <summary>
/// Results in pages: a summary that is quick to read, and trades and curve in pieces, so that a minute-by-minute run of years needs no reader to take
/// all of it.
/// </summary>
public sealed class BacktestResults(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    public const int TradesPerPage = 200;
    private const int PointsPerPage = 20_000;
    private const int PointsOfSummary = 1_000;

    /// <summary>Keeps the whole result of a job; doing it again replaces it by the same.</summary>
    public async Task WriteAsync(Guid jobId, BacktestResultView result, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.BacktestPages.Where(page => page.JobId == jobId).ExecuteDeleteAsync(cancellationToken);
        await db.BacktestResults.Where(row => row.JobId == jobId).ExecuteDeleteAsync(cancellationToken);
        var pages = result.Trades.Chunk(TradesPerPage).Select((trades, number) => Page(BacktestPart.Trades, number, PackedJson.Pack(trades)))
            .Concat(EquityCurves.Pages(result.Equity, PointsPerPage).Select((curve, number) => Page(BacktestPart.Equity, number, PackedJson.Pack(curve))));
        db.BacktestPages.AddRange(pages);
        db.BacktestResults.Add(new BacktestResultRow
        {
            JobId = jobId,
            Content = PackedJson.Pack(result with
            {
                Trades = [.. result.Trades.Take(TradesPerPage)],
                Equity = EquityCurves.Thinned(result.Equity, PointsOfSummary),
            }),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(result, EtrmsJson.Options))),
            Trades = result.Trades.Count,
            Candles = result.Equity.TimesMs.Count,
            MadeAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);

        BacktestPageRow Page(BacktestPart part, int number, byte[] content) =>
            new() { JobId = jobId, Part = part, Number = number, Content = content };
    }

    /// <summary>The summary with the first page of trades and a thinned curve; null when there is no result.</summary>
    public async Task<BacktestResultView?> ReadSummaryAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var content = await db.BacktestResults.AsNoTracking().Where(row => row.JobId == jobId).Select(row => row.Content)
            .SingleOrDefaultAsync(cancellationToken);
        return content is null ? null : PackedJson.Unpack<BacktestResultView>(content);
    }

    /// <summary>The result with every trade and every candle; null when there is none.</summary>
    public async Task<BacktestResultView?> ReadWholeAsync(Guid jobId, CancellationToken cancellationToken) =>
        await ReadSummaryAsync(jobId, cancellationToken) is { } summary
            ? summary with
            {
                Trades = await ReadTradesAsync(jobId, 0, int.MaxValue, cancellationToken),
                Equity = await ReadCurveAsync(jobId, int.MaxValue, cancellationToken),
            }
            : null;

    /// <summary>Trades from a place on.</summary>
    public async Task<IReadOnlyList<BacktestTradeView>> ReadTradesAsync(Guid jobId, int offset, int limit, CancellationToken cancellationToken)
    {
        var first = offset / TradesPerPage;
        var last = (int)Math.Min(int.MaxValue, ((long)offset + limit - 1) / TradesPerPage);
        var pages = await ReadPagesAsync(jobId, BacktestPart.Trades, first, last, cancellationToken);
        return [.. pages.SelectMany(PackedJson.Unpack<IReadOnlyList<BacktestTradeView>>).Skip(offset - (first * TradesPerPage)).Take(limit)];
    }

    /// <summary>The curve, thinned evenly to at most a number of points; its last point always stays.</summary>
    public async Task<BacktestCurveView> ReadCurveAsync(Guid jobId, int points, CancellationToken cancellationToken)
    {
        var pages = await ReadPagesAsync(jobId, BacktestPart.Equity, 0, int.MaxValue, cancellationToken);
        return EquityCurves.Thinned(EquityCurves.Joined([.. pages.Select(PackedJson.Unpack<BacktestCurveView>)]), points);
    }

    private async Task<IReadOnlyList<byte[]>> ReadPagesAsync(
        Guid jobId, BacktestPart part, int first, int last, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.BacktestPages.AsNoTracking()
            .Where(page => page.JobId == jobId && page.Part == part && page.Number >= first && page.Number <= last)
            .OrderBy(page => page.Number).Select(page => page.Content).ToListAsync(cancellationToken);
    }
}
