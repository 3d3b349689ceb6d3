using System.ComponentModel.DataAnnotations;

namespace Etrms.Workers.Risk;

/// <summary>How the risk loop runs on this machine; the starting values are those of RISK 4.7 and 4.8.</summary>
internal sealed class RiskOptions
{
    public const string Section = "Risk";

    /// <summary>Private folder of the write-ahead journal; lies in Etrms:StateFolder when not given.</summary>
    [Required]
    public string JournalFolder { get; set; } = "";

    public TimeSpan ClockPeriod { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often every account is read by REST beside its stream.</summary>
    public TimeSpan CrossCheckPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A plan that is not done by then is an error; it goes on slowly.</summary>
    public TimeSpan ActionDeadline { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan SlowRetry { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Starts within <see cref="CrashLoopWindow"/> that make a crash loop.</summary>
    [Range(2, 100)]
    public int CrashLoopStarts { get; set; } = 3;

    public TimeSpan CrashLoopWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Development only: a file in the journal's folder may order this process to die at a place; see <see cref="CrashPoints"/>.</summary>
    public bool TakesCrashOrders { get; set; }
}
