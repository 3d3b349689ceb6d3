using System.ComponentModel.DataAnnotations;

namespace Etrms.Workers.Journal.Inputs;

/// <summary>How much of what the engine was given is kept on this machine (RISK 4.6); for how long is a risk setting.</summary>
internal sealed class InputJournalOptions
{
    public const string Section = "InputJournal";

    /// <summary>Folder of the recorded sessions; lies in Etrms:StateFolder when not given.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Largest size of all sessions together; the oldest files go first.</summary>
    [Range(16L * 1024 * 1024, long.MaxValue)]
    public long MaxBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>What recording leaves free on the disk, for the write-ahead journal; never more than a twentieth of the disk.</summary>
    [Range(0, long.MaxValue)]
    public long LeaveFreeBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Size at which a file is closed and packed.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int SegmentBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Age at which a file is closed and packed. A trip's recording begins with a file.</summary>
    public TimeSpan SegmentAge { get; set; } = TimeSpan.FromMinutes(2);
}
