using System.Globalization;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Risk;

/// <summary>Counts starts that no clean stop preceded (FC-59); kept in a small file, since a crash forgets all else.</summary>
internal sealed class CrashLoopGuard(IOptions<RiskOptions> options, TimeProvider clock)
{
    private readonly string _file = Path.Combine(options.Value.JournalFolder, "starts");

    /// <summary>Notes a start; true when there were too many lately.</summary>
    public async Task<bool> StartedAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Value.JournalFolder);
        var now = clock.GetUtcNow();
        var starts = File.Exists(_file) ? await File.ReadAllLinesAsync(_file, cancellationToken) : [];
        var recent = starts
            .Select(line => DateTimeOffset.TryParse(line, CultureInfo.InvariantCulture, out var at) ? at : DateTimeOffset.MinValue)
            .Where(at => now - at < options.Value.CrashLoopWindow)
            .Append(now)
            .ToList();
        await File.WriteAllLinesAsync(_file, recent.Select(at => at.ToString("O", CultureInfo.InvariantCulture)), cancellationToken);
        return recent.Count >= options.Value.CrashLoopStarts;
    }

    public void StoppedCleanly() => File.Delete(_file);
}
