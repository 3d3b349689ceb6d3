using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Journal;

/// <summary>An entry of a former term of leadership.</summary>
internal sealed record FormerEntry(long Epoch, JournalEntry Entry);

/// <summary>The journals of this machine, one folder per term of leadership.</summary>
internal sealed class JournalFolder(IOptions<RiskOptions> options)
{
    private readonly string _root = options.Value.JournalFolder;

    public SegmentedLog Open(long epoch) => new(PathOf(epoch), options.Value.JournalSegmentBytes);

    /// <summary>What former terms left behind, oldest first.</summary>
    public IReadOnlyList<FormerEntry> ReadBefore(long epoch) => [.. TermsBefore(epoch).SelectMany(Read)];

    /// <summary>Former terms are stored in PostgreSQL by now.</summary>
    public void DropBefore(long epoch)
    {
        foreach (var term in TermsBefore(epoch))
        {
            Directory.Delete(PathOf(term), recursive: true);
        }
    }

    private IEnumerable<FormerEntry> Read(long term)
    {
        foreach (var frame in SegmentedLog.Read(PathOf(term)))
        {
            var entry = JsonSerializer.Deserialize<JournalEntry>(frame.Payload.Span, EtrmsJson.Stored);
            yield return new FormerEntry(term, entry ?? throw new InvalidDataException($"Entry {frame.Seq} of term {term} is empty."));
        }
    }

    private List<long> TermsBefore(long epoch)
    {
        Directory.CreateDirectory(_root);
        return [.. Directory.EnumerateDirectories(_root)
            .Select(path => long.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var term) ? term : long.MaxValue)
            .Where(term => term < epoch)
            .Order()];
    }

    private string PathOf(long epoch) => Path.Combine(_root, epoch.ToString("D12", CultureInfo.InvariantCulture));
}
