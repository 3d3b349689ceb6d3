using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Jobs;

/// <summary>The query of the job list; empty texts count as absent.</summary>
internal sealed class JobQuery
{
    public string? Kind { get; init; }

    public string? State { get; init; }

    /// <summary>Part of the name or of the error.</summary>
    public string? Search { get; init; }

    public DateTimeOffset? Since { get; init; }

    public int? Offset { get; init; }

    public int? Limit { get; init; }

    public JobFilter Filter => new(QueryWords.Read<JobKind>(Kind), QueryWords.Read<JobState>(State), Search, Since?.ToUniversalTime());

    public ProblemHttpResult? Problem() =>
        QueryWords.Check<JobKind>("kind", Kind) ?? QueryWords.Check<JobState>("state", State) ?? QueryWords.CheckText("search", Search)
        ?? Paging.CheckOffset(Offset) ?? Paging.Check(Limit);
}
