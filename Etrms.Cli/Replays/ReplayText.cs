using System.Globalization;
using Etrms.Contracts.Journal;

namespace Etrms.Cli.Replays;

/// <summary>What a replay found, as sentences.</summary>
internal static class ReplayText
{
    private const int MostDamages = 10;

    public static IEnumerable<string> Of(ReplayReport report)
    {
        yield return $"{report.Session}: {report.Inputs:N0} inputs and {report.Events:N0} breaker events in {report.Files:N0} files{(report.Engine is { } engine ? $", engine {engine}" : "")}";
        if (report.Received is { } received)
        {
            yield return $"received {Instant(received.From)} to {Instant(received.To)}";
        }

        if (report.Market is { } market)
        {
            yield return $"market   {Instant(market.From)} to {Instant(market.To)}";
        }

        foreach (var gap in report.Gaps)
        {
            yield return $"gap {gap}";
        }

        foreach (var damage in report.Damages.Take(MostDamages))
        {
            yield return $"damaged: {damage.File}, {(damage.Frame > 0 ? $"frame {damage.Frame}: " : "")}{damage.What}";
        }

        if (report.Damages.Length > MostDamages)
        {
            yield return $"damaged: {report.Damages.Length - MostDamages:N0} more places";
        }

        foreach (var line in Verdict(report))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Verdict(ReplayReport report)
    {
        if (report.Engine is null)
        {
            yield return "nothing to replay: no file begins with a readable header";
        }
        else if (report.Difference is { } difference)
        {
            yield return $"DIFFERENT: breaker event {difference.EventSeq}{(difference.BreakerName.Length > 0 ? $" of \"{difference.BreakerName}\" ({difference.BreakerId})" : "")}, "
                + $"{difference.Field}, after input {difference.InputSeq}";
            yield return $"  recorded: {difference.Recorded ?? "nothing"}";
            yield return $"  derived:  {difference.Derived ?? "nothing"}";
        }
        else if (report.IsByteEqual)
        {
            yield return $"byte-equal{(report.LastHash is { } hash ? $", the chain ends in {hash}" : "")}{(report.IsOpen ? " (the session was not closed: it is still being recorded, or its worker was killed)" : "")}";
        }
        else
        {
            yield return "no event differs, but the recording is damaged";
        }
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);
}
