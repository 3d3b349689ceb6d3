namespace Etrms.Domain.Market.History;

/// <summary>What a series of rows tells.</summary>
public enum SeriesKind
{
    /// <summary>Trades of the perpetual contract.</summary>
    Perpetual,

    /// <summary>Trades of the coin itself.</summary>
    Spot,

    /// <summary>The mark price of the perpetual contract.</summary>
    Mark,

    /// <summary>Settled funding rates of the perpetual contract.</summary>
    Funding,
}

/// <summary>Where the rows came from. Rows of different sources never mix: paper prices must not pass for real ones.</summary>
public enum SeriesSource
{
    Live,
    Testnet,
    Paper,
    Import,
}

/// <summary>Names one stored series.</summary>
/// <param name="Timeframe">Null for funding, whose steps the venue chooses.</param>
public readonly record struct SeriesKey(InstrumentId Instrument, SeriesKind Kind, Timeframe? Timeframe, SeriesSource Source)
{
    /// <summary>For example "Binance:BTCUSDT perpetual 1m (import)".</summary>
    public override string ToString() => Timeframe is { } timeframe
        ? $"{Instrument} {Word(Kind)} {timeframe} ({Word(Source)})"
        : $"{Instrument} {Word(Kind)} ({Word(Source)})";

    private static string Word<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}
