using System.IO.Compression;
using Etrms.Domain.Market;
using Etrms.Exchanges;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>
/// A week of one-minute candles from the exchange's public history, kept as files of the recorded kind. Fetched once; where the
/// exchange cannot be reached there are none.
/// </summary>
internal sealed partial class PublicHistory(
    ExchangeClients clients, TimeProvider time, IOptions<VenueOptions> options, ILogger<PublicHistory> logger)
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(7);
    private static readonly TimeSpan Piece = TimeSpan.FromHours(12);
    private static readonly TimeSpan ReachWithin = TimeSpan.FromSeconds(5);

    private string Folder => Path.Combine(options.Value.StateFolder ?? Path.Combine(Path.GetTempPath(), "etrms-venue"), "history");

    /// <summary>The folder with the files; null when the exchange could not be reached.</summary>
    public async Task<string?> FetchAsync(IReadOnlyCollection<Instrument> instruments, CancellationToken cancellationToken)
    {
        if (!options.Value.FetchHistory)
        {
            return null;
        }

        var missing = instruments.Where(instrument => !File.Exists(FileOf(instrument))).ToList();
        if (missing.Count == 0)
        {
            return Folder;
        }

        var source = clients.CandleHistory(Exchange.Binance, VenueNetwork.Live);
        if (!await IsReachableAsync(source, missing[0], cancellationToken))
        {
            return null;
        }

        Directory.CreateDirectory(Folder);
        var end = KlineInterval.OneMinute.OpenOf(time.GetUtcNow());
        foreach (var instrument in missing)
        {
            await WriteAsync(instrument, source, end, cancellationToken);
        }

        return Folder;
    }

    private async Task<bool> IsReachableAsync(ICandleHistory source, Instrument instrument, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReachWithin);
        var end = KlineInterval.OneMinute.OpenOf(time.GetUtcNow());
        try
        {
            return (await source.ReadCandlesAsync(instrument.Id, KlineInterval.OneMinute.Length, end.AddMinutes(-2), end, limit.Token)).Length > 0;
        }
        catch (Exception unreachable) when (!cancellationToken.IsCancellationRequested
            && unreachable is HttpRequestException or ExchangeCallException or OperationCanceledException or IOException)
        {
            LogUnreachable(unreachable.Message);
            return false;
        }
    }

    private async Task WriteAsync(Instrument instrument, ICandleHistory source, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var fresh = FileOf(instrument) + ".new";
        await using (var packed = new GZipStream(File.Create(fresh), CompressionLevel.Fastest))
        await using (var writer = new StreamWriter(packed))
        {
            await writer.WriteLineAsync("open_time_ms,open,high,low,close,volume");
            for (var from = end - Span; from < end; from += Piece)
            {
                foreach (var bar in await source.ReadCandlesAsync(instrument.Id, KlineInterval.OneMinute.Length, from, from + Piece, cancellationToken))
                {
                    await writer.WriteLineAsync($"{bar.OpenAt.ToUnixTimeMilliseconds()},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}");
                }

                LogProgress(instrument.Id.Symbol, Math.Min(1, (from + Piece - (end - Span)) / Span));
            }
        }

        File.Move(fresh, FileOf(instrument), overwrite: true);
    }

    private string FileOf(Instrument instrument) => Path.Combine(Folder, $"{instrument.Id.Symbol}-1m.csv.gz");

    [LoggerMessage(LogLevel.Information, "Fetching a week of public candles, {Symbol}: {Share:P0}")]
    private partial void LogProgress(string symbol, double share);

    [LoggerMessage(LogLevel.Warning, "The exchange's public history cannot be reached: {Reason}")]
    private partial void LogUnreachable(string reason);
}
