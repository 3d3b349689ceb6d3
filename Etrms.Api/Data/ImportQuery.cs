using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Api.Data;

/// <summary>Which series an imported file belongs to.</summary>
internal sealed class ImportQuery
{
    public string? Exchange { get; init; }

    public string? Symbol { get; init; }

    /// <summary>perpetual, spot, mark or funding.</summary>
    public string? Kind { get; init; }

    /// <summary>Such as 1h; none for funding.</summary>
    public string? Timeframe { get; init; }

    public IReadOnlyDictionary<string, string[]> Errors()
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!TryRead<Exchange>(Exchange, out _))
        {
            errors["exchange"] = [$"Must be one of {Words<Exchange>()}."];
        }

        if (!DownloadCheck.IsSymbol(Symbol))
        {
            errors["symbol"] = ["Must be the venue's spelling, such as BTCUSDT."];
        }

        if (!TryRead<SeriesKind>(Kind, out var kind))
        {
            errors["kind"] = [$"Must be one of {Words<SeriesKind>()}."];
        }

        if (TimeframeError(kind) is { } error)
        {
            errors["timeframe"] = [error];
        }

        return errors;
    }

    /// <summary>Only without errors.</summary>
    public SeriesKey Key()
    {
        TryRead<Exchange>(Exchange, out var exchange);
        TryRead<SeriesKind>(Kind, out var kind);
        return new SeriesKey(
            new InstrumentId(exchange, Symbol!), kind,
            Domain.Market.History.Timeframe.TryParse(Timeframe, out var timeframe) ? timeframe : null, SeriesSource.Import);
    }

    private string? TimeframeError(SeriesKind kind)
    {
        var isTimeframe = Domain.Market.History.Timeframe.TryParse(Timeframe, out _);
        return kind == SeriesKind.Funding
            ? string.IsNullOrEmpty(Timeframe) ? null : "Funding has none."
            : isTimeframe ? null : $"Must be one of {Domain.Market.History.Timeframe.Spellings}.";
    }

    private static bool TryRead<T>(string? text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !int.TryParse(text, out _);

    private static string Words<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(name => name.ToUpperInvariant()));
}
