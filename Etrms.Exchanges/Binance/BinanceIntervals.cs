namespace Etrms.Exchanges.Binance;

/// <summary>Lengths of bars that Binance has. Months are left out: they have no fixed length.</summary>
internal static class BinanceIntervals
{
    private static readonly (TimeSpan Length, string Word)[] All =
    [
        (TimeSpan.FromMinutes(1), "1m"), (TimeSpan.FromMinutes(3), "3m"), (TimeSpan.FromMinutes(5), "5m"), (TimeSpan.FromMinutes(15), "15m"),
        (TimeSpan.FromMinutes(30), "30m"), (TimeSpan.FromHours(1), "1h"), (TimeSpan.FromHours(2), "2h"), (TimeSpan.FromHours(4), "4h"),
        (TimeSpan.FromHours(6), "6h"), (TimeSpan.FromHours(8), "8h"), (TimeSpan.FromHours(12), "12h"), (TimeSpan.FromDays(1), "1d"),
        (TimeSpan.FromDays(3), "3d"), (TimeSpan.FromDays(7), "1w"),
    ];

    public static string Word(TimeSpan interval) => Array.Find(All, row => row.Length == interval).Word
        ?? throw new ArgumentOutOfRangeException(nameof(interval), interval, "Binance has no candles of this length.");

    /// <param name="word">As it travels, between its quotes.</param>
    public static TimeSpan? Length(ReadOnlySpan<byte> word)
    {
        foreach (var (length, text) in All)
        {
            if (System.Text.Ascii.Equals(word, text))
            {
                return length;
            }
        }

        return null;
    }
}
