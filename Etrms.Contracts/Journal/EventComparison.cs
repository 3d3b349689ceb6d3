using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts.Journal;

/// <summary>The first thing in which a replay and a recording differ.</summary>
/// <param name="EventSeq">Number of the breaker event in its chain.</param>
/// <param name="Field">Name of the first part of it that differs; "event" when one side has no such event.</param>
/// <param name="Recorded">What was recorded; null when nothing was.</param>
/// <param name="Derived">What the replay gives; null when it gives nothing.</param>
/// <param name="InputSeq">The input after which it shows.</param>
public sealed record EventDifference(
    long EventSeq, Guid BreakerId, string BreakerName, string Field, string? Recorded, string? Derived, long InputSeq);

/// <summary>Compares breaker events byte for byte in their stored form.</summary>
public static class EventComparison
{
    private const string Whole = "event";

    /// <summary>Null when both lists are equal to the byte.</summary>
    public static EventDifference? FirstDifference(IReadOnlyList<BreakerEvent> recorded, IReadOnlyList<BreakerEvent> derived, long inputSeq)
    {
        for (var i = 0; i < Math.Max(recorded.Count, derived.Count); i++)
        {
            var difference = i >= derived.Count ? OfMissing(recorded[i], inputSeq, isRecorded: true)
                : i >= recorded.Count ? OfMissing(derived[i], inputSeq, isRecorded: false)
                : FirstDifference(recorded[i], derived[i], inputSeq);
            if (difference is not null)
            {
                return difference;
            }
        }

        return null;
    }

    private static EventDifference OfMissing(BreakerEvent entry, long inputSeq, bool isRecorded)
    {
        var text = $"{entry.Kind} {entry.Hash}";
        return new EventDifference(
            entry.Seq, entry.BreakerId, entry.BreakerName, Whole, isRecorded ? text : null, isRecorded ? null : text, inputSeq);
    }

    private static EventDifference? FirstDifference(BreakerEvent recorded, BreakerEvent derived, long inputSeq)
    {
        var (left, right) = (BytesOf(recorded), BytesOf(derived));
        if (left.AsSpan().SequenceEqual(right))
        {
            return null;
        }

        var (recordedFields, derivedFields) = (FieldsOf(left), FieldsOf(right));
        var field = recordedFields.Select(pair => pair.Key).Concat(derivedFields.Select(pair => pair.Key))
            .First(name => TextOf(recordedFields, name) != TextOf(derivedFields, name));
        return new EventDifference(
            recorded.Seq, recorded.BreakerId, recorded.BreakerName, field, TextOf(recordedFields, field), TextOf(derivedFields, field), inputSeq);
    }

    private static byte[] BytesOf(BreakerEvent entry) => JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Options);

    private static JsonObject FieldsOf(byte[] json) => JsonNode.Parse(Encoding.UTF8.GetString(json))!.AsObject();

    private static string? TextOf(JsonObject fields, string name) => fields[name]?.ToString();
}
