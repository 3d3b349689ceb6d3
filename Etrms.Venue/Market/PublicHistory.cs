using System.IO.Compression;
using Etrms.Domain.Market;
using Etrms.Exchanges;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>
/// A week of one-minute candles and seven weeks of hours from the exchange's public history, kept as files of the recorded kind. Fetched once; where the
/// exchange cannot be reached there are none.
/// </summary>
internal sealed partial class PublicHistory(
    ExchangeClients clients, TimeProvider time, IOptions<VenueOptions> options, ILogger<PublicHistory> logger)
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(7);
    private static readonly TimeSpan Piece = TimeSpan.FromHours(12);

    /// <summary>Before the minutes begin there must be a thousand hours still.</summary>
    private static readonly TimeSpan SpanOfHours = TimeSpan.FromDays(50);
    private static readonly TimeSpan ReachWithin = TimeSpan.FromSeconds(5);

    private string Folder => Path.Combine(options.Value.StateFolder ?? Path.Combine(Path.GetTempPath(), "etrms-venue"), "history");

    /// <summary>The folder with the files; null when the exchange could not be reached.</summary>
    public async Task<string?> FetchAsync(IReadOnlyCollection<Instrument> instruments, CancellationToken cancellationToken)
    {
        if (!options.Value.FetchHistory)
        {
            return null;
        }

        var missing = instruments.Where(instrument => !File.Exists(FileOf(instrument, KlineInterval.OneMinute))).ToList();
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

    /// <summary>The hours first: a contract with minutes counts as complete.</summary>
    private async Task WriteAsync(Instrument instrument, ICandleHistory source, DateTimeOffset end, CancellationToken cancellationToken)
    {
        await WriteAsync(instrument, source, new Part(KlineInterval.OneHour, SpanOfHours, SpanOfHours), end, cancellationToken);
        await WriteAsync(instrument, source, new Part(KlineInterval.OneMinute, Span, Piece), end, cancellationToken);
    }

    private async Task WriteAsync(Instrument instrument, ICandleHistory source, Part part, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var fresh = FileOf(instrument, part.Interval) + ".new";
        await using (var packed = new GZipStream(File.Create(fresh), CompressionLevel.Fastest))
        await using (var writer = new StreamWriter(packed))
        {
            await writer.WriteLineAsync("open_time_ms,open,high,low,close,volume");
            for (var from = end - part.Span; from < end; from += part.Piece)
            {
                foreach (var bar in await source.ReadCandlesAsync(instrument.Id, part.Interval.Length, from, from + part.Piece, cancellationToken))
                {
                    await writer.WriteLineAsync($"{bar.OpenAt.ToUnixTimeMilliseconds()},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}");
                }

                LogProgress(instrument.Id.Symbol, part.Interval.Code, Math.Min(1, (from + part.Piece - (end - part.Span)) / part.Span));
            }
        }

        File.Move(fresh, FileOf(instrument, part.Interval), overwrite: true);
    }

    private string FileOf(Instrument instrument, KlineInterval interval) => Path.Combine(Folder, $"{instrument.Id.Symbol}-{interval.Code}.csv.gz");

    /// <summary>Bars of one length, how far back, and how many are asked for at once.</summary>
    private readonly record struct Part(KlineInterval Interval, TimeSpan Span, TimeSpan Piece);

    [LoggerMessage(LogLevel.Information, "Fetching public candles, {Symbol} {Interval}: {Share:P0}")]
    private partial void LogProgress(string symbol, string interval, double share);

    [LoggerMessage(LogLevel.Warning, "The exchange's public history cannot be reached: {Reason}")]
    private partial void LogUnreachable(string reason);
}
