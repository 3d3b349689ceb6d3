using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;

namespace Etrms.Workers.Jobs;

/// <summary>Fetches what a series lacks, piece by piece, and says what the venue lacks.</summary>
internal sealed class SeriesFetch(CandleStore store, CertificateStore certificates, VenueHistory history, DownloadStore downloads)
{
    private const int CandlesPerPiece = 3000;
    private static readonly TimeSpan FundingPiece = TimeSpan.FromDays(90);

    /// <summary>False when the download was cancelled meanwhile.</summary>
    public async Task<bool> RunAsync(DownloadPart part, CancellationToken cancellationToken)
    {
        var missing = part.Range.Without(await StretchesAsync(part, cancellationToken));
        var todo = missing.Aggregate(TimeSpan.Zero, (sum, range) => sum + range.Length);
        foreach (var piece in missing.SelectMany(range => range.Pieces(PieceOf(part.Key))))
        {
            var rows = await StoreAsync(part, piece, cancellationToken);
            part.Row.FetchedRows += rows;
            todo -= piece.Length;
            part.Row.Progress = ProgressOf(part.Range, todo);
            if (!await downloads.SaveAsync(part.Row, cancellationToken))
            {
                return false;
            }

            await history.RestAsync(part.Key, part.Network, rows, cancellationToken);
        }

        return await FinishAsync(part, cancellationToken);
    }

    private static TimeSpan StepOf(SeriesKey key) => key.Timeframe?.Length ?? FundingSteps.Longest(key.Instrument.Exchange);

    private static TimeSpan PieceOf(SeriesKey key) => key.Timeframe?.Length * CandlesPerPiece ?? FundingPiece;

    private static decimal ProgressOf(TimeRange range, TimeSpan todo) =>
        range.IsEmpty ? 1 : decimal.Round(1 - (decimal)todo.Ticks / range.Length.Ticks, 4);

    private Task<IReadOnlyList<TimeRange>> StretchesAsync(DownloadPart part, CancellationToken cancellationToken) =>
        store.ReadStretchesAsync(part.Key, part.Range, StepOf(part.Key), cancellationToken);

    private async Task<int> StoreAsync(DownloadPart part, TimeRange piece, CancellationToken cancellationToken)
    {
        if (part.Key.Timeframe is null)
        {
            var rates = await history.ReadFundingAsync(part.Key, part.Network, piece, cancellationToken);
            await (rates.IsEmpty ? Task.CompletedTask : store.WriteAsync(part.Key, rates.ToAsyncEnumerable(), cancellationToken));
            return rates.Length;
        }

        var candles = await history.ReadCandlesAsync(part.Key, part.Network, piece, cancellationToken);
        await (candles.IsEmpty ? Task.CompletedTask : store.WriteAsync(part.Key, candles.ToAsyncEnumerable(), cancellationToken));
        return candles.Length;
    }

    private async Task<bool> FinishAsync(DownloadPart part, CancellationToken cancellationToken)
    {
        var report = CoverageReport.Of(part.Range, await StretchesAsync(part, cancellationToken), part.Key.Timeframe, StepOf(part.Key));
        part.Row.IsDone = true;
        part.Row.Progress = 1;
        part.Row.HistoryBeginsAt = report.BeginsAt;
        part.Row.MissingRows = report.MissingRows;
        part.Row.Gaps = JsonSerializer.SerializeToElement(report.Gaps.Select(gap => new GapView(gap.From, gap.To, gap.Missing)), EtrmsJson.Options);
        if (await store.FindAsync(part.Key, cancellationToken) is { } series)
        {
            part.Row.SeriesId = series.Id;
            await certificates.ReadAsync(series.Id, cancellationToken);
        }

        return await downloads.SaveAsync(part.Row, cancellationToken);
    }
}
