using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Contracts;
using Etrms.Domain.Market.History;

namespace Etrms.Api.Data;

/// <summary>What attributes cannot say of a download. Whether a venue lists a symbol is seen by the worker, which may ask it.</summary>
internal static partial class DownloadCheck
{
    private static readonly DateTimeOffset Earliest = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, string[]> ErrorsOf(DownloadRequest request) => Errors(request)
        .GroupBy(error => error.Field, error => error.Reason, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Without what was said twice, in UTC.</summary>
    public static DownloadRequest Normalised(DownloadRequest request) => request with
    {
        Exchanges = [.. request.Exchanges.Distinct()],
        Symbols = [.. request.Symbols.Distinct(StringComparer.Ordinal)],
        Timeframes = [.. request.Timeframes.Distinct(StringComparer.Ordinal)],
        Start = request.Start?.ToUniversalTime(),
        End = request.End?.ToUniversalTime(),
    };

    public static bool AreSame(DownloadRequest one, DownloadRequest other) =>
        JsonElement.DeepEquals(JsonSerializer.SerializeToElement(one, EtrmsJson.Options), JsonSerializer.SerializeToElement(other, EtrmsJson.Options));

    public static bool IsSymbol(string? text) => text is not null && Symbol().IsMatch(text);

    private static IEnumerable<(string Field, string Reason)> Errors(DownloadRequest request)
    {
        foreach (var symbol in request.Symbols.Where(symbol => !IsSymbol(symbol)))
        {
            yield return ("symbols", $"\"{Short(symbol)}\" is no symbol; write it as the venue does, such as BTCUSDT.");
        }

        foreach (var timeframe in request.Timeframes.Where(timeframe => !Timeframe.TryParse(timeframe, out _)))
        {
            yield return ("timeframes", $"\"{Short(timeframe)}\" is no timeframe; there are {Timeframe.Spellings}.");
        }

        if (request is { Timeframes.Count: 0, Funding: false })
        {
            yield return ("timeframes", "Name at least one, or ask for funding.");
        }

        if (request.Start < Earliest)
        {
            yield return ("start", $"Must not lie before {Earliest:yyyy-MM-dd}; no venue is that old.");
        }

        if (request.End <= request.Start)
        {
            yield return ("end", "Must lie after start; the range holds start and ends before end.");
        }
    }

    private static string Short(string text) => text.Length <= 30 ? text : $"{text[..30]}…";

    [GeneratedRegex("^[A-Za-z0-9]{1,30}$")]
    private static partial Regex Symbol();
}
