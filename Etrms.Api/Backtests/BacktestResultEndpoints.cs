using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Backtests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Etrms.Api.Backtests;

/// <summary>A result in pieces that fit a page, and as files.</summary>
internal static class BacktestResultEndpoints
{
    private const int UsualPoints = 1_000;
    private const int MostPoints = 20_000;

    public static void MapBacktestResults(this RouteGroupBuilder group)
    {
        group.MapGet("/{id:guid}/trades", Trades).WithSummary("A page of the trades, oldest first");
        group.MapGet("/{id:guid}/equity", Equity).WithSummary("The equity curve, thinned evenly to a number of points");
        group.MapGet("/{id:guid}/trials", Trials).WithSummary("A page of the combinations that were tried, best first");
        group.MapGet("/{id:guid}/export", Export).WithSummary("The whole result as a file: JSON, a page, or trades or equity as CSV")
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Json).Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Text.Csv)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Text.Html);
        group.MapPost("/{id:guid}/apply", Apply).WithSummary("Put the breakers of a backtest to work on live accounts; refused when it is overfit unless overridden with a reason");
    }

    private static async Task<Results<Ok<BacktestTradesView>, ProblemHttpResult>> Trades(
        Guid id, int? offset, int? limit, [AsParameters] ResultReading reading, CancellationToken cancellationToken)
    {
        if ((Paging.CheckOffset(offset) ?? Paging.Check(limit)) is { } problem)
        {
            return problem;
        }

        if (await reading.FindAsync(id, cancellationToken) is not { Result: { } jobId } found)
        {
            return NoResult(id);
        }

        var trades = await reading.Results.ReadTradesAsync(jobId, offset ?? 0, limit ?? Paging.DefaultLimit, cancellationToken);
        var next = (offset ?? 0) + trades.Count;
        return TypedResults.Ok(new BacktestTradesView(trades, found.Trades, offset ?? 0, next < found.Trades ? next : null));
    }

    private static async Task<Results<Ok<BacktestCurveView>, ProblemHttpResult>> Equity(
        Guid id, int? points, [AsParameters] ResultReading reading, CancellationToken cancellationToken)
    {
        if (points is < 2 or > MostPoints)
        {
            return Problems.Invalid("points", $"Must lie between 2 and {MostPoints}.");
        }

        return await reading.FindAsync(id, cancellationToken) is { Result: { } jobId }
            ? TypedResults.Ok(await reading.Results.ReadCurveAsync(jobId, points ?? UsualPoints, cancellationToken))
            : NoResult(id);
    }

    private static async Task<Results<Ok<BacktestTrialsView>, ProblemHttpResult>> Trials(
        Guid id, [AsParameters] TrialQuery query, [AsParameters] ResultReading reading, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (await reading.FindAsync(id, cancellationToken) is not { Result: { } jobId })
        {
            return NoResult(id);
        }

        var offset = query.Offset ?? 0;
        var (trials, total) = await reading.Trials.ReadAsync(jobId, query.ByNumber, offset, query.Limit ?? Paging.DefaultLimit, cancellationToken);
        var next = offset + trials.Count;
        return TypedResults.Ok(new BacktestTrialsView(trials, total, offset, next < total ? next : null));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Export(
        Guid id, [AsParameters] ExportQuery query, [AsParameters] ResultReading reading, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (await reading.Store.FindAsync(id, cancellationToken) is not { Row.ResultJobId: { } jobId } stored
            || await reading.Results.ReadWholeAsync(jobId, cancellationToken) is not { } result)
        {
            return NoResult(id);
        }

        var (content, type, ending) = query.Kind switch
        {
            ExportKind.Html => (Encoding.UTF8.GetBytes(ResultHtml.Of(stored.Configuration.Name, result)), MediaTypeNames.Text.Html, "html"),
            ExportKind.Json => (JsonSerializer.SerializeToUtf8Bytes(result, EtrmsJson.Options), MediaTypeNames.Application.Json, "json"),
            ExportKind.TradesCsv => (Encoding.UTF8.GetBytes(ResultCsv.Trades(result)), MediaTypeNames.Text.Csv, "trades.csv"),
            ExportKind.EquityCsv => (Encoding.UTF8.GetBytes(ResultCsv.Equity(result)), MediaTypeNames.Text.Csv, "equity.csv"),
        };
        return TypedResults.File(content, type, string.Create(CultureInfo.InvariantCulture, $"backtest-{id:D}.{ending}"), entityTag: TagOf(content));
    }

    private static Task<Results<Ok<BacktestView>, ProblemHttpResult>> Apply(
        Guid id, ApplyBacktestRequest body, BacktestApplication application, System.Security.Claims.ClaimsPrincipal user, CancellationToken cancellationToken) =>
        application.ApplyAsync(id, body, user, cancellationToken);

    /// <summary>Equal results have equal tags, whoever computed them.</summary>
    private static EntityTagHeaderValue TagOf(byte[] content) =>
        new($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))}\"");

    private static ProblemHttpResult NoResult(Guid id) => Problems.NotFound($"Backtest {id} has no result, or does not exist.");
}

/// <summary>Where results are read from.</summary>
internal sealed class ResultReading
{
    public required BacktestStore Store { get; init; }

    public required BacktestResults Results { get; init; }

    public required TrialRecords Trials { get; init; }

    /// <summary>The job whose result is shown, and how many trades are in it.</summary>
    public async Task<(Guid? Result, int Trades)?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await Store.FindAsync(id, cancellationToken) is { Row: { ResultJobId: { } jobId } row } ? (jobId, row.Trades ?? 0) : null;
}

internal sealed class TrialQuery
{
    /// <summary>"best", or "number" for the order of the search.</summary>
    public string? Sort { get; init; }

    public int? Offset { get; init; }

    public int? Limit { get; init; }

    public bool ByNumber => string.Equals(Sort, "number", StringComparison.OrdinalIgnoreCase);

    public ProblemHttpResult? Problem() =>
        Sort is null or "" or "best" || ByNumber ? Paging.CheckOffset(Offset) ?? Paging.Check(Limit) : Problems.Invalid("sort", "Must be one of best, number.");
}

internal enum ExportKind
{
    Json,
    TradesCsv,
    EquityCsv,
    Html,
}

internal sealed class ExportQuery
{
    public string? Format { get; init; }

    public ExportKind Kind => QueryWords.Read<ExportKind>(Format) ?? ExportKind.Json;

    public ProblemHttpResult? Problem() => QueryWords.Check<ExportKind>("format", Format);
}
