namespace Etrms.Infrastructure.Notifications;

/// <summary>When an unacknowledged critical alert goes out again (RISK 4.13); the worker does it and the Api tells it, so both read it.</summary>
public class EscalationOptions
{
    public const string Section = "Notifications";

    private static readonly TimeSpan[] UsualRepeats = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>Ages of the alert; 1, 5 and 15 minutes when not given.</summary>
    public TimeSpan[]? RepeatAfter { get; set; }

    public IReadOnlyList<TimeSpan> Repeats => RepeatAfter ?? UsualRepeats;
}
