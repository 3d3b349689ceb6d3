using Etrms.Api.Accounts;
using Etrms.Api.Live;
using Etrms.Api.Monitoring;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Risk;

internal static class RiskEndpoints
{
    public static void MapRisk(this IEndpointRouteBuilder app)
    {
        app.MapGet("/risk/metrics", Metrics).WithTags("Risk").WithSummary("Risk of the whole book");
        app.MapGet("/risk/measures", Measures).WithTags("Risk").WithSummary("Value at risk, correlation, stress and exposure of the whole book");
        app.MapGet("/risk/equity", EquityCurve.ReadAsync).WithTags("Risk").WithSummary("Equity of the whole book over a range of market time");
        app.MapGet("/risk/drawdowns", Drawdowns.ReadAsync).WithTags("Risk").WithSummary("The falls of the whole book's equity over a range of market time");
        app.MapPost("/risk/ruin", Ruin.AskAsync).WithTags("Risk").WithSummary("How likely a share of the money is lost within the next trades");
        app.MapPost("/risk/preview", RiskPreview.AskAsync).WithTags("Risk").WithSummary("What the gate says to an order, and what it would lead to; nothing is sent");
        app.MapGet("/venue", Venue).WithTags("Risk").WithSummary("Which world this is: live, testnet, paper or demo");
    }

    private static async Task<Results<Ok<RiskMetricsView>, ProblemHttpResult>> Metrics(
        [AsParameters] LiveRead live, CancellationToken cancellationToken) =>
        live.Describe(await live.Snapshots.ReadRiskAsync(cancellationToken)) is { } view
            ? TypedResults.Ok(view)
            : Problems.Unavailable("The risk worker has not published anything yet.");

    private static async Task<Results<Ok<RiskMeasuresView>, ProblemHttpResult>> Measures(
        [AsParameters] LiveRead live, CancellationToken cancellationToken) =>
        live.Describe(await live.Snapshots.ReadMeasuresAsync(cancellationToken)) is { } view
            ? TypedResults.Ok(view)
            : Problems.Unavailable("The risk worker has not published anything yet.");

    private static async Task<Ok<VenueStatusView>> Venue(
        EtrmsDbContext database, MonitoringStatus monitoring, TimeProvider clock, CancellationToken cancellationToken)
    {
        var accounts = await database.ListActiveAsync(cancellationToken);
        var status = await monitoring.ReadAsync(cancellationToken);
        return TypedResults.Ok(new VenueStatusView(
            ActiveAccounts.EnvironmentOf(accounts), status.Risk?.PriceSource, status.Risk?.MarketTime, status.State, clock.GetUtcNow()));
    }
}
