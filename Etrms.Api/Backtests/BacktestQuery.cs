using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Infrastructure.Backtests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Backtests;

/// <summary>The query of the list; empty texts count as absent.</summary>
internal sealed class BacktestQuery
{
    public string? Type { get; init; }

    public string? State { get; init; }

    /// <summary>Part of the name, a symbol, a timeframe or the strategy.</summary>
    public string? Search { get; init; }

    public string? Sort { get; init; }

    public bool? Ascending { get; init; }

    public int? Offset { get; init; }

    public int? Limit { get; init; }

    public BacktestFilter Filter => new(
        QueryWords.Read<BacktestType>(Type), QueryWords.Read<BacktestState>(State), Search, QueryWords.Read<BacktestSort>(Sort) ?? BacktestSort.Created,
        Ascending ?? false);

    public ProblemHttpResult? Problem() =>
        QueryWords.Check<BacktestType>("type", Type) ?? QueryWords.Check<BacktestState>("state", State) ?? QueryWords.Check<BacktestSort>("sort", Sort)
        ?? QueryWords.CheckText("search", Search) ?? Paging.CheckOffset(Offset) ?? Paging.Check(Limit);
}
