using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Etrms.Venue.Market;

/// <summary>A standard bar length; bars lie on the UTC grid, weeks start on Monday.</summary>
public sealed record KlineInterval
{
    private static readonly DateTimeOffset FirstMonday = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private KlineInterval(string code, TimeSpan length) => (Code, Length) = (code, length);

    /// <summary>The wire's spelling, such as 1m or 4h.</summary>
    public string Code { get; }

    /// <summary>Zero for the calendar month.</summary>
    public TimeSpan Length { get; }

    public static readonly KlineInterval OneMinute = new("1m", TimeSpan.FromMinutes(1));

    public static readonly KlineInterval OneHour = new("1h", TimeSpan.FromHours(1));

    public static readonly KlineInterval OneDay = new("1d", TimeSpan.FromDays(1));

    public static readonly KlineInterval OneMonth = new("1M", TimeSpan.Zero);

    public static readonly ImmutableArray<KlineInterval> All =
    [
        OneMinute, new("3m", TimeSpan.FromMinutes(3)), new("5m", TimeSpan.FromMinutes(5)), new("15m", TimeSpan.FromMinutes(15)),
        new("30m", TimeSpan.FromMinutes(30)), OneHour, new("2h", TimeSpan.FromHours(2)),
        new("4h", TimeSpan.FromHours(4)), new("6h", TimeSpan.FromHours(6)), new("8h", TimeSpan.FromHours(8)),
        new("12h", TimeSpan.FromHours(12)), OneDay, new("3d", TimeSpan.FromDays(3)),
        new("1w", TimeSpan.FromDays(7)), OneMonth,
    ];

    public static bool TryParse(string? code, [NotNullWhen(true)] out KlineInterval? interval)
    {
        interval = All.FirstOrDefault(candidate => string.Equals(candidate.Code, code, StringComparison.Ordinal));
        return interval is not null;
    }

    /// <summary>Start of the bar that holds an instant.</summary>
    public DateTimeOffset OpenOf(DateTimeOffset at)
    {
        if (this == OneMonth)
        {
            return new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero);
        }

        var since = (at - FirstMonday).Ticks;
        return FirstMonday.AddTicks(Math.DivRem(since, Length.Ticks).Quotient * Length.Ticks);
    }

    /// <summary>Start of the bar after the one that opens at an instant.</summary>
    public DateTimeOffset NextOpen(DateTimeOffset openAt) => this == OneMonth ? openAt.AddMonths(1) : openAt + Length;

    public override string ToString() => Code;
}
