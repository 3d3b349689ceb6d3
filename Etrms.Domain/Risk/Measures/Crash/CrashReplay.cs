using System.Collections.Immutable;
using System.Globalization;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Measures.Crash;

/// <summary>
/// What the crash of October 2025 would do to the positions of now: their prices move as they did then, candle by candle from the open of 10 October, and
/// what the venue would liquidate on the way is lost for good. No stop is assumed to fill.
/// </summary>
public static class CrashReplay
{
    public const string Name = "OCTOBER_2025";

    private const string Description = "10 and 11 October 2025 again, by your own candles.";

    /// <param name="equity">Of the book, now.</param>
    /// <param name="accounts">All accounts with positions.</param>
    public static StressResult Run(decimal equity, ImmutableArray<CrashAccount> accounts)
    {
        if (accounts.Any(account => account.Positions.Any(position => !position.IsKnown)))
        {
            return new StressResult(Name, Description, null, null, $"{string.Join("; ", Lacks(accounts))}{Rest(accounts)}");
        }

        var (profit, liquidations) = Follow(accounts);
        return new StressResult(Name, string.Join(" ", Sentences(accounts, liquidations)), profit, equity + profit);
    }

    /// <summary>The lowest equity on the way, as a change from that of now.</summary>
    private static (decimal Profit, IReadOnlyList<string> Liquidations) Follow(ImmutableArray<CrashAccount> accounts)
    {
        var courses = accounts.Select(account => new CrashCourse(account)).ToArray();
        var steps = accounts.SelectMany(account => account.Positions).Select(position => position.Path!.Step).ToList();
        var start = courses.Sum(course => course.Equity(null));
        var lowest = start;
        if (steps.Count > 0)
        {
            for (var at = TimeSpan.Zero; at < CrashPath.Days.Length; at += steps.Min())
            {
                lowest = Math.Min(lowest, courses.Sum(course => course.Equity(at)));
            }
        }

        return (lowest - start, [.. courses.SelectMany(course => course.Liquidations)]);
    }

    private static IEnumerable<string> Lacks(ImmutableArray<CrashAccount> accounts)
    {
        var unknown = accounts.SelectMany(account => account.Positions).Where(position => !position.IsKnown).ToLookup(position => position.Path is null);
        if (unknown[true].Any())
        {
            yield return $"no candles of 10 and 11 October 2025 for {Words.List(unknown[true].Select(position => $"{position.Instrument}").Distinct().Order(StringComparer.Ordinal))}";
        }

        foreach (var lack in unknown[false].Select(position => position.Lack!).Distinct().Order(StringComparer.Ordinal))
        {
            yield return lack;
        }
    }

    private static IEnumerable<string> Sentences(ImmutableArray<CrashAccount> accounts, IReadOnlyList<string> liquidations)
    {
        yield return Description;
        var positions = accounts.SelectMany(account => account.Positions).DistinctBy(position => (position.Instrument, position.Value > 0)).ToList();
        if (positions.Count == 0)
        {
            yield break;
        }

        yield return $"At worst {Words.List(positions.Select(MoveOf))}.";
        yield return liquidations.Count == 0 ? "Nothing is liquidated." : $"Liquidated: {Words.List(liquidations)}.";
        if (positions.Where(position => position.Path!.Contract != position.Instrument).ToList() is { Count: > 0 } lent)
        {
            yield return $"Taken from another contract of the same coin: {Words.List(lent.Select(position => $"{position.Instrument} by {position.Path!.Contract}"))}.";
        }
    }

    private static string MoveOf(CrashPosition position) => string.Create(
        CultureInfo.InvariantCulture,
        $"{position.Instrument.Symbol} {((position.Value > 0 ? position.Path!.Lowest : position.Path!.Highest) - 1) * 100:+0.0;-0.0;0} %");

    /// <summary>What the others would do, so that one coin without candles does not hide the rest.</summary>
    private static string Rest(ImmutableArray<CrashAccount> accounts)
    {
        ImmutableArray<CrashAccount> known = [.. accounts.Select(account => account with { Positions = [.. account.Positions.Where(position => position.IsKnown)] })];
        return known.Any(account => account.Positions.Length > 0) ? $"; without that the rest comes to {Words.Money(Follow(known).Profit)}" : "";
    }
}
