using System.ComponentModel.DataAnnotations;

namespace Etrms.Workers.Risk;

/// <summary>How the risk loop runs on this machine; what the trader may configure is in Etrms.Domain.Risk.RiskSettings.</summary>
internal sealed class RiskOptions
{
    public const string Section = "Risk";

    /// <summary>Private folder of the write-ahead journal; lies in Etrms:StateFolder when not given.</summary>
    [Required]
    public string JournalFolder { get; set; } = "";

    /// <summary>Size of the journal's files; one more of this size is kept in reserve for a disk that fills up.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int JournalSegmentBytes { get; set; } = 4 * 1024 * 1024;

    public TimeSpan ClockPeriod { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often rules may place stops for one position within a minute.</summary>
    [Range(1, 60)]
    public int StopPlacementsPerMinute { get; set; } = 6;

    /// <summary>Starts within <see cref="CrashLoopWindow"/> that make a crash loop.</summary>
    [Range(2, 100)]
    public int CrashLoopStarts { get; set; } = 3;

    public TimeSpan CrashLoopWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Development only: a file in the journal's folder may order this process to die at a place; see <see cref="CrashPoints"/>.</summary>
    public bool TakesCrashOrders { get; set; }
}
