using System.IO.Compression;

namespace Etrms.Contracts.Journal;

/// <summary>A frame and where it stands.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Number">Number of the frame within the file, from 1.</param>
/// <param name="Reading">What it says, or what is wrong with it.</param>
public sealed record ReadFrame(string File, int Number, LineReading Reading);

/// <summary>A line as it stands in its file, without its line feed.</summary>
public readonly record struct ReadLine(int Number, ReadOnlyMemory<byte> Text, string? Damage);

/// <summary>Reads the files of a recorded session, packed or still being written, or the one file of a trip's recording.</summary>
public static class SessionReader
{
    private const string Packed = ".gz";
    private const string Open = ".jsonl";

    /// <summary>The files of a session in order; a file is its own only one.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        var names = Directory.EnumerateFiles(path).Where(name => name.EndsWith(Open, StringComparison.Ordinal)).ToList();
        var packed = Directory.EnumerateFiles(path).Where(name => name.EndsWith(Open + Packed, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        // A crash between packing and deleting leaves both; the packed one is whole.
        return [.. names.Where(name => !packed.Contains(name + Packed)).Concat(packed).Order(StringComparer.Ordinal)];
    }

    /// <summary>The sessions below a folder, oldest first.</summary>
    public static IReadOnlyList<string> SessionsIn(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(session => FilesOf(session).Count > 0).Order(StringComparer.Ordinal)];

    public static IEnumerable<ReadFrame> Read(string path) =>
        from file in FilesOf(path)
        from line in ReadLines(file)
        select new ReadFrame(
            Path.GetFileName(file), line.Number, line.Damage is { } damage ? new LineReading(null, damage) : JournalLine.Read(line.Text.Span));

    /// <summary>The lines of one file. A file that breaks off ends with a damaged one; a text is valid until the next is asked for.</summary>
    public static IEnumerable<ReadLine> ReadLines(string file)
    {
        using var content = OpenFile(file);
        var lines = new LineSplitter(content);
        for (var number = 1; lines.Read() is { } text; number++)
        {
            yield return new ReadLine(number, text, lines.Damage);
        }
    }

    /// <summary>A file that is being recorded may have been packed since it was listed.</summary>
    private static Stream OpenFile(string path)
    {
        try
        {
            var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return path.EndsWith(Packed, StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (FileNotFoundException) when (path.EndsWith(Open, StringComparison.Ordinal) && File.Exists(path + Packed))
        {
            return OpenFile(path + Packed);
        }
    }

    /// <summary>Splits a stream at its line feeds; what is wrong with the stream is a last, damaged line.</summary>
    private sealed class LineSplitter(Stream stream)
    {
        private byte[] _buffer = new byte[64 * 1024];
        private int _start;
        private int _end;
        private bool _isOver;

        public string? Damage { get; private set; }

        /// <summary>Null at the end.</summary>
        public ReadOnlyMemory<byte>? Read()
        {
            var searched = _start;
            while (true)
            {
                var found = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched);
                if (found >= 0)
                {
                    var line = _buffer.AsMemory(_start, found - _start);
                    _start = found + 1;
                    return line;
                }

                var offset = _end - _start;
                if (!Fill())
                {
                    return Rest();
                }

                searched = _start + offset;
            }
        }

        private ReadOnlyMemory<byte>? Rest()
        {
            var rest = _buffer.AsMemory(_start, _end - _start);
            _start = _end;
            if (_isOver || (rest.IsEmpty && Damage is null))
            {
                return null;
            }

            Damage ??= "the file breaks off in the middle of it";
            _isOver = true;
            return rest;
        }

        private bool Fill()
        {
            if (_start > 0)
            {
                Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            try
            {
                var read = stream.Read(_buffer.AsSpan(_end));
                _end += read;
                return read > 0;
            }
            catch (InvalidDataException broken)
            {
                Damage = $"the packed file is damaged from here on ({broken.Message})";
                return false;
            }
        }
    }
}
