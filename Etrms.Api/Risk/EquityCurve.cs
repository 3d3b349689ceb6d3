using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Risk;

/// <summary>A range of market time; the default is the day before the newest point.</summary>
internal sealed class EquityQuery
{
    private const int Fewest = 2;
    private const int Most = 2_000;
    private const int Usual = 500;

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int? Points { get; init; }

    public int AtMost => Points ?? Usual;

    public ProblemHttpResult? Problem() => this switch
    {
        { From: { } from, To: { } to } when from >= to => Problems.Invalid("to", "Must be later than from."),
        { Points: < Fewest or > Most } => Problems.Invalid("points", $"Must lie between {Fewest} and {Most}."),
        _ => null,
    };
}

/// <summary>The stored equity curve. A point stands for each market minute; long ranges are thinned evenly, the newest point always stays.</summary>
internal static class EquityCurve
{
    private static readonly TimeSpan UsualRange = TimeSpan.FromDays(1);

    public static async Task<Results<Ok<EquityView>, ProblemHttpResult>> ReadAsync(
        [AsParameters] EquityQuery query, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var to = query.To?.ToUniversalTime() ?? DateTimeOffset.MaxValue;
        var until = await WholeBook(database).Where(row => row.At <= to).MaxAsync(row => (DateTimeOffset?)row.At, cancellationToken);
        if (until is not { } newest)
        {
            return TypedResults.Ok(new EquityView([]));
        }

        var from = query.From?.ToUniversalTime() ?? newest - UsualRange;
        var count = await WholeBook(database).CountAsync(row => row.At >= from && row.At <= newest, cancellationToken);
        var step = (count + query.AtMost - 1) / query.AtMost;
        return TypedResults.Ok(new EquityView(await ThinnedAsync(database, from, newest, Math.Max(step, 1), cancellationToken)));
    }

    public static IQueryable<EquityPointRow> WholeBook(EtrmsDbContext database) =>
        database.EquityPoints.AsNoTracking().Where(row => row.OwnerId == Owner.Operator && row.AccountId == EquityPointRow.WholeBook);

    /// <summary>Thinned where the rows are: a year has half a million of them.</summary>
    private static async Task<IReadOnlyList<EquityPointView>> ThinnedAsync(
        EtrmsDbContext database, DateTimeOffset from, DateTimeOffset to, int step, CancellationToken cancellationToken) =>
        await database.Database.SqlQuery<EquityPointView>($"""
            SELECT at AS "At", equity AS "Equity", drawdown AS "Drawdown" FROM (
                SELECT at, equity, drawdown, row_number() OVER (ORDER BY at DESC) AS place FROM equity_points
                WHERE owner_id = {Owner.Operator} AND account_id = {EquityPointRow.WholeBook} AND at >= {from} AND at <= {to}) AS points
            WHERE (place - 1) % {step} = 0 ORDER BY at
            """).ToListAsync(cancellationToken);
}
