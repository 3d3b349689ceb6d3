using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Options;
using Quartz;

namespace Etrms.Workers.Jobs.Schedules;

/// <summary>Forgets what jobs no longer need: old lines of the log, and pieces that were kept for a retry that nobody asked for.</summary>
[DisallowConcurrentExecution]
internal sealed partial class CleanUp(
    JobCleaning cleaning, JobConsole console, IOptions<JobOptions> options, TimeProvider clock, ILogger<CleanUp> logger) : IJob
{
    public const string Name = "clean_up";
    public const string Title = "Forget old job logs and unused pieces";

    /// <summary>At night, and not on the hour, when everybody's jobs begin.</summary>
    public const string Cron = "0 17 3 * * ?";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var began = clock.GetUtcNow();
        try
        {
            var text = await cleaning.RunAsync(began - TimeSpan.FromDays(options.Value.KeepDays), cancellationToken);
            await console.NoteRunAsync(Name, JobState.Succeeded, text, began, cancellationToken);
            LogDone(text);
        }
        catch (Exception outage) when (DatabaseOutage.Is(outage))
        {
            LogAway(outage.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Jobs were cleaned up: {Text}")]
    private partial void LogDone(string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs were not cleaned up, the database is away: {Reason}")]
    private partial void LogAway(string reason);
}
