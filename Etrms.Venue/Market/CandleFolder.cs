using System.Text.RegularExpressions;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>One recorded file: SYMBOL-INTERVAL[-suffix].csv.gz.</summary>
internal sealed record RecordedFile(string Path, string Symbol, KlineInterval Interval);

/// <summary>
/// The folder of recorded perpetual candles. Each contract takes the finest interval whose file covers the start; coarser files
/// become its longer history.
/// </summary>
internal sealed partial class CandleFolder(string path)
{
    private const string Perpetuals = "binance-usdm";

    /// <summary>Longer bars make no believable seconds.</summary>
    public static readonly TimeSpan CoarsestReplay = TimeSpan.FromHours(1);

    private readonly string _folder = Directory.Exists(Path.Combine(path, Perpetuals)) ? Path.Combine(path, Perpetuals) : path;

    public IReadOnlyList<RecordedFile> Files(string symbol) =>
    [
        .. Directory.EnumerateFiles(_folder, $"{symbol}-*.csv.gz")
            .Select(Recognise)
            .OfType<RecordedFile>()
            .Where(file => file.Symbol == symbol)
            .OrderBy(file => file.Interval.Length)
            .ThenBy(file => file.Path, StringComparer.Ordinal),
    ];

    public static async Task<RecordedBars?> ReadAsync(RecordedFile file, TimeSpan shift, CancellationToken cancellationToken)
    {
        var bars = new List<Candle>();
        await foreach (var bar in CandleFile.ReadCandlesAsync(file.Path, cancellationToken))
        {
            if (bars.Count > 0 && bar.OpenAt + shift <= bars[^1].OpenAt)
            {
                throw new InvalidDataException($"{file.Path}: the bar of {bar.OpenAt:O} does not come after the one before it.");
            }

            bars.Add(shift == TimeSpan.Zero ? bar : bar with { OpenAt = bar.OpenAt + shift });
        }

        return bars.Count == 0 ? null : new RecordedBars(file.Interval.Length, bars);
    }

    public async Task<IReadOnlyList<FundingRate>> ReadFundingAsync(string symbol, TimeSpan shift, CancellationToken cancellationToken)
    {
        var rates = new List<FundingRate>();
        var file = Path.Combine(_folder, $"{symbol}-funding.csv.gz");
        if (File.Exists(file))
        {
            await foreach (var rate in CandleFile.ReadFundingAsync(file, cancellationToken))
            {
                rates.Add(rate with { At = rate.At + shift });
            }
        }

        return rates;
    }

    private static RecordedFile? Recognise(string path)
    {
        var match = FileName().Match(Path.GetFileName(path));
        return match.Success && KlineInterval.TryParse(match.Groups["interval"].Value, out var interval)
            ? new RecordedFile(path, match.Groups["symbol"].Value, interval)
            : null;
    }

    [GeneratedRegex(@"^(?<symbol>[A-Z0-9]+)-(?<interval>\d+[mhdw])(-[^.]+)?\.csv\.gz$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
