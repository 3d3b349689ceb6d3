using System.Buffers;
using System.Collections.Immutable;
using System.IO.Compression;
using Etrms.Contracts;
using Etrms.Contracts.Journal;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Workers.Journal.Recordings;

/// <summary>The file of one trip: the event, the inputs from a while before it until its plan ended, as they were recorded, and what its orders did.</summary>
internal static class TripRecording
{
    /// <summary>Time before the trip that a recording covers at least, where the session reaches back so far.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15);

    /// <summary>Packs a recording.</summary>
    /// <param name="trip">The event that it is made for, and its rule.</param>
    /// <param name="session">Folder of the session in which it happened.</param>
    /// <param name="actions">What the orders of the trip did.</param>
    public static byte[] Pack(JournalFrame.Trip trip, string session, ImmutableArray<ActionResultView> actions)
    {
        var files = Find(trip.Event, session);
        using var packed = new MemoryStream();
#pragma warning disable MA0045 // Into memory, and on a quiet thread: an await would go on in one that does not yield.
        using (var content = new GZipStream(packed, CompressionLevel.Fastest))
#pragma warning restore MA0045
        {
            using var line = new JournalLine();
            Write(content, line, trip);
            var frames = 1 + Copy(files, content);
            Write(content, line, new JournalFrame.Orders(actions));
            Write(content, line, new JournalFrame.End(frames + 1));
        }

        return packed.ToArray();
    }

    /// <summary>The files from the last that began early enough.</summary>
    private static List<string> Find(BreakerEvent entry, string session)
    {
        var files = SessionReader.FilesOf(session);
        for (var first = files.Count - 1; first >= 0; first--)
        {
            if (HeaderOf(files[first]) is { } header && (first == 0 || header.StartedAt <= entry.ReceivedAt - Before))
            {
                return [.. files.Skip(first)];
            }
        }

        throw new InvalidDataException($"No file of session {session} begins with a header.");
    }

    private static JournalFrame.Header? HeaderOf(string file) =>
        SessionReader.ReadLines(file).Take(1).Select(line => JournalLine.Read(line.Text.Span).Frame as JournalFrame.Header).FirstOrDefault();

    /// <summary>Copies lines as they stand; a line that is being written is left out.</summary>
    private static long Copy(List<string> files, Stream content)
    {
        var copied = 0L;
        foreach (var line in files.SelectMany(SessionReader.ReadLines))
        {
            if (line.Damage is null && !IsEnd(line.Text.Span))
            {
                content.Write(line.Text.Span);
                content.WriteByte((byte)'\n');
                copied++;
            }
        }

        return copied;
    }

    private static bool IsEnd(ReadOnlySpan<byte> line) => line.IndexOf("{\"frame\":\"end\""u8) >= 0 && JournalLine.Read(line).Frame is JournalFrame.End;

    private static void Write(Stream content, JournalLine line, JournalFrame frame)
    {
        var bytes = new ArrayBufferWriter<byte>();
        line.Write(frame, bytes);
        content.Write(bytes.WrittenSpan);
    }
}
