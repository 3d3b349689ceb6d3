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
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<byte[]> PackAsync(
        JournalFrame.Trip trip, string session, ImmutableArray<ActionResultView> actions, CancellationToken cancellationToken)
    {
        var files = await FindAsync(trip.Event, session, cancellationToken);
        using var packed = new MemoryStream();
        await using (var content = new GZipStream(packed, CompressionLevel.Fastest))
        {
            using var line = new JournalLine();
            await WriteAsync(content, line, trip, cancellationToken);
            var frames = 1 + await CopyAsync(files, content, cancellationToken);
            await WriteAsync(content, line, new JournalFrame.Orders(actions), cancellationToken);
            await WriteAsync(content, line, new JournalFrame.End(frames + 1), cancellationToken);
        }

        return packed.ToArray();
    }

    /// <summary>The files from the last that began early enough.</summary>
    private static async Task<IReadOnlyList<string>> FindAsync(BreakerEvent entry, string session, CancellationToken cancellationToken)
    {
        var files = SessionReader.FilesOf(session);
        for (var first = files.Count - 1; first >= 0; first--)
        {
            if (await HeaderOfAsync(files[first], cancellationToken) is { } header && (first == 0 || header.StartedAt <= entry.ReceivedAt - Before))
            {
                return [.. files.Skip(first)];
            }
        }

        throw new InvalidDataException($"No file of session {session} begins with a header.");
    }

    private static async Task<JournalFrame.Header?> HeaderOfAsync(string file, CancellationToken cancellationToken)
    {
        await foreach (var line in SessionReader.ReadLinesAsync(file, cancellationToken))
        {
            return JournalLine.Read(line.Text.Span).Frame as JournalFrame.Header;
        }

        return null;
    }

    /// <summary>Copies lines as they stand; a line that is being written is left out.</summary>
    private static async Task<long> CopyAsync(IReadOnlyList<string> files, Stream content, CancellationToken cancellationToken)
    {
        var copied = 0L;
        foreach (var file in files)
        {
            await foreach (var line in SessionReader.ReadLinesAsync(file, cancellationToken))
            {
                if (line.Damage is null && !IsEnd(line.Text.Span))
                {
                    await content.WriteAsync(line.Text, cancellationToken);
                    content.WriteByte((byte)'\n');
                    copied++;
                }
            }
        }

        return copied;
    }

    private static bool IsEnd(ReadOnlySpan<byte> line) => line.IndexOf("{\"frame\":\"end\""u8) >= 0 && JournalLine.Read(line).Frame is JournalFrame.End;

    private static async Task WriteAsync(Stream content, JournalLine line, JournalFrame frame, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        line.Write(frame, bytes);
        await content.WriteAsync(bytes.WrittenMemory, cancellationToken);
    }
}
