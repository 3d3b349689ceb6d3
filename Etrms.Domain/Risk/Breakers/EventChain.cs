using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>Chains breaker events by hash, so that a changed or missing one shows.</summary>
public static class EventChain
{
    /// <summary>Stands before the first event.</summary>
    public static readonly string Origin = new('0', 64);

    /// <summary>The hash of an event: SHA-256 over the former hash and the event's canonical text.</summary>
    public static string HashOf(BreakerEvent e) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{e.PreviousHash}\n{CanonicalText(e)}")));

    /// <summary>One "name=value" per line in fixed order; decimals without trailing zeros, times in UTC, line breaks escaped.</summary>
    public static string CanonicalText(BreakerEvent e) => string.Join(
        '\n',
        $"seq={e.Seq}",
        $"breaker={e.BreakerId:D}",
        $"revision={e.Revision}",
        $"name={Escape(e.BreakerName)}",
        $"type={e.Type}",
        $"trip={e.TripSeq}",
        $"kind={e.Kind}",
        $"value={Trim(e.Value)}",
        $"threshold={Trim(e.Threshold)}",
        $"stage={Trim(e.StageAt)}",
        $"explanation={Escape(e.Explanation)}",
        $"consequence={Escape(e.Consequence)}",
        $"observed={(e.ObservedOnly ? "true" : "false")}",
        $"at={Instant(e.At)}",
        $"received={Instant(e.ReceivedAt)}");

    /// <summary>The first event that does not fit onto the one before it; null when the chain is whole.</summary>
    public static BreakerEvent? FindBreak(IEnumerable<BreakerEvent> events)
    {
        var hash = Origin;
        var seq = 0L;
        foreach (var e in events)
        {
            if (!Follows(e, seq, hash))
            {
                return e;
            }

            (seq, hash) = (e.Seq, e.Hash);
        }

        return null;
    }

    /// <summary>True when an event is as it was hashed and comes right after the one with this number and hash; 0 and <see cref="Origin"/> for the first.</summary>
    public static bool Follows(BreakerEvent e, long seq, string hash) => e.Seq == seq + 1 && e.PreviousHash == hash && e.Hash == HashOf(e);

    private static string Trim(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
}
