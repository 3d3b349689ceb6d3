using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Market.History;

namespace Etrms.Workers.Analysis;

/// <summary>Which markets are analysed. Contracts that are held always are, once any coin is named.</summary>
internal sealed class AnalysisOptions
{
    public const string Section = "Analysis";

    /// <summary>Coins separated by commas, on every venue of a connected account; none switches the analysis off.</summary>
    [MaxLength(1_000)]
    public string Coins { get; set; } = "";

    /// <summary>Lengths of candles separated by commas, shortest first.</summary>
    [Required, MaxLength(100)]
    public string Timeframes { get; set; } = "15m,1h";

    public IReadOnlySet<string> CoinSet => Split(Coins).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Timeframe> TimeframeList =>
        [.. Split(Timeframes).Select(text => Timeframe.TryParse(text, out var timeframe) ? timeframe : default)];

    /// <summary>Known, rising lengths.</summary>
    public static bool AreTimeframesValid(AnalysisOptions options) =>
        options.TimeframeList is { Count: > 0 } list && list.All(timeframe => timeframe.Length > TimeSpan.Zero)
        && list.Zip(list.Skip(1)).All(pair => pair.First.Length < pair.Second.Length);

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
