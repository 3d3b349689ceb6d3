using Etrms.Contracts;
using Etrms.Domain.Risk.Measures.Drawdowns;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Risk;

/// <summary>A range of market time; the default is the year before the newest point.</summary>
internal sealed class DrawdownQuery
{
    private const int Most = 200;
    private const int Usual = 10;

    /// <summary>Every point of the range is looked at: a year of minutes is half a million.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int? Limit { get; init; }

    public int AtMost => Limit ?? Usual;

    public DateTimeOffset StartBefore(DateTimeOffset end) => From?.ToUniversalTime() is { } from && end - from < Longest ? from : end - Longest;

    public ProblemHttpResult? Problem() => this switch
    {
        { From: { } from, To: { } to } when from >= to => Problems.Invalid("to", "Must be later than from."),
        { From: { } from, To: { } to } when to - from > Longest => Problems.Invalid("to", $"Must lie within {Longest.TotalDays} days of from."),
        { Limit: < 1 or > Most } => Problems.Invalid("limit", $"Must lie between 1 and {Most}."),
        _ => null,
    };
}

/// <summary>The falls of the stored equity curve, measured by the value of a unit so that no transfer is one.</summary>
internal static class Drawdowns
{
    public static async Task<Results<Ok<DrawdownsView>, ProblemHttpResult>> ReadAsync(
        [AsParameters] DrawdownQuery query, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var to = query.To?.ToUniversalTime() ?? DateTimeOffset.MaxValue;
        var newest = await EquityCurve.WholeBook(database).Where(row => row.At <= to).MaxAsync(row => (DateTimeOffset?)row.At, cancellationToken);
        var points = newest is { } until ? await PointsAsync(database, query.StartBefore(until), until, cancellationToken) : [];
        return TypedResults.Ok(ViewOf(points, query.AtMost));
    }

    private static async Task<IReadOnlyList<CurvePoint>> PointsAsync(
        EtrmsDbContext database, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        await EquityCurve.WholeBook(database).Where(row => row.At >= from && row.At <= until).OrderBy(row => row.At)
            .Select(row => new CurvePoint(row.At, (double)row.UnitValue)).ToListAsync(cancellationToken);

    private static DrawdownsView ViewOf(IReadOnlyList<CurvePoint> points, int limit)
    {
        var (from, until) = points.Count == 0 ? ((DateTimeOffset?)null, (DateTimeOffset?)null) : (points[0].At, points[^1].At);
        return DrawdownReport.Of(points) is not { } report
            ? new DrawdownsView(from, until, points.Count, LackOf(points.Count), null, null, null, null, [], 0, [])
            : new DrawdownsView(
                from, until, report.Points, null, report.Current, report.Average, report.Maximum, report.UlcerIndex,
                [.. report.Conditional.Select(each => new ConditionalDrawdownView(each.Confidence, each.Value))],
                report.Episodes.Length,
                [.. report.Episodes.Where((episode, place) => place < limit || episode.IsOpen).Select(ViewOf)]);
    }

    private static string LackOf(int points) => points == 0
        ? "No equity is stored for this range; while an account is watched a point is kept for each minute of market time."
        : "Too little equity is stored for this range: a fall needs two points with money behind them.";

    private static DrawdownEpisodeView ViewOf(DrawdownEpisode episode) => new(
        episode.PeakAt, episode.TroughAt, episode.RecoveredAt, episode.Depth, (long)episode.Length.TotalSeconds,
        (long?)episode.TimeToRecover?.TotalSeconds, episode.IsOpen);
}
