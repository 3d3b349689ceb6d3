using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;

namespace Etrms.Workers.Jobs.Pieces;

/// <summary>What jobs tell: to the trader in the console, to whoever runs the system in the log.</summary>
internal sealed partial class JobReports(JobLog log, JobNode node, ILogger<JobReports> logger)
{
    public string Node => node.Name;

    public Task SayAsync(Guid job, string text, CancellationToken cancellationToken)
    {
        LogSaid(job, text);
        return log.WriteAsync(job, JobLog.Information, Node, text, cancellationToken);
    }

    public Task WarnAsync(Guid job, string text, CancellationToken cancellationToken)
    {
        LogWarned(job, text);
        return log.WriteAsync(job, JobLog.Warning, Node, text, cancellationToken);
    }

    /// <summary>A try failed; whether it was the last stands in the state that followed.</summary>
    public Task FailedAsync(Guid job, string what, JobState next, Exception failure, CancellationToken cancellationToken)
    {
        LogFailed(job, what, failure);
        return next == JobState.Waiting
            ? log.WriteAsync(job, JobLog.Warning, Node, $"{what} failed and will be tried again: {failure.Message}", cancellationToken)
            : log.WriteAsync(job, JobLog.Error, Node, $"{what} failed: {failure.Message}", cancellationToken);
    }

    public void Interrupted(Guid job) => LogInterrupted(job);

    /// <summary>A cancelled piece has ended: its core is free again.</summary>
    public Task LetGoAsync(Guid job, int piece, CancellationToken cancellationToken)
    {
        LogLetGo(job, piece);
        return log.WriteAsync(job, JobLog.Information, Node, $"Piece {piece + 1} was let go.", cancellationToken);
    }

    public void Waits(Guid job, Exception outage) => LogWaits(job, outage.Message);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: {Text}")]
    private partial void LogSaid(Guid job, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: {Text}")]
    private partial void LogWarned(Guid job, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job}: {What} failed")]
    private partial void LogFailed(Guid job, string what, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} stops with this worker and goes on with the next")]
    private partial void LogInterrupted(Guid job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} is over: piece {Piece} was let go")]
    private partial void LogLetGo(Guid job, int piece);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} waits for the database: {Reason}")]
    private partial void LogWaits(Guid job, string reason);
}
