using System.Collections.Immutable;

namespace Etrms.Domain.Market.History;

/// <summary>Length of a candle, in the venues' spelling: 1m, 1h, 1d.</summary>
public readonly record struct Timeframe
{
    private static readonly ImmutableArray<(string Text, TimeSpan Length)> Known =
    [
        ("1m", TimeSpan.FromMinutes(1)), ("3m", TimeSpan.FromMinutes(3)), ("5m", TimeSpan.FromMinutes(5)), ("15m", TimeSpan.FromMinutes(15)),
        ("30m", TimeSpan.FromMinutes(30)), ("1h", TimeSpan.FromHours(1)), ("2h", TimeSpan.FromHours(2)), ("4h", TimeSpan.FromHours(4)),
        ("6h", TimeSpan.FromHours(6)), ("8h", TimeSpan.FromHours(8)), ("12h", TimeSpan.FromHours(12)), ("1d", TimeSpan.FromDays(1)),
        ("3d", TimeSpan.FromDays(3)), ("1w", TimeSpan.FromDays(7)),
    ];

    private Timeframe(TimeSpan length) => Length = length;

    public TimeSpan Length { get; }

    /// <summary>All spellings, shortest candle first.</summary>
    public static string Spellings { get; } = string.Join(", ", Known.Select(known => known.Text));

    public static bool TryParse(string? text, out Timeframe timeframe)
    {
        var found = Known.FirstOrDefault(known => known.Text == text);
        timeframe = new Timeframe(found.Length);
        return found.Text is not null;
    }

    /// <exception cref="ArgumentOutOfRangeException">No venue has candles of this length.</exception>
    public static Timeframe Of(TimeSpan length) => Known.Any(known => known.Length == length)
        ? new Timeframe(length)
        : throw new ArgumentOutOfRangeException(nameof(length), length, "No timeframe has this length.");

    /// <summary>True for an instant at which a candle may begin. Three-day and weekly candles begin where the venue likes.</summary>
    public bool IsBoundary(DateTimeOffset instant) =>
        Length > TimeSpan.FromDays(1) || (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) % Length.Ticks == 0;

    public override string ToString()
    {
        var length = Length;
        return Known.First(known => known.Length == length).Text;
    }
}
