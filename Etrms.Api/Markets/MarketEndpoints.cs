using Etrms.Api.Live;
using Etrms.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Markets;

internal static class MarketEndpoints
{
    public static void AddMarkets(this IHostApplicationBuilder builder) =>
        builder.Services.AddScoped<MarketReads>().AddScoped<MarketChartReads>().AddScoped<BookReads>().AddScoped<PortfolioReads>();

    public static void MapMarkets(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/market").WithTags("Market analysis");
        group.MapGet("/", Overview).WithSummary("Every analysed contract: state, volatility, liquidity, correlation and what they call for");
        group.MapGet("/regimes", Regimes).WithSummary("The states that a contract went through, and what it did in each");
        group.MapGet("/phases", Phases).WithSummary("The hidden states of a contract's returns, how likely each is, and what follows it");
        group.MapGet("/chart", Chart).WithSummary("The newest candles of a contract, volume by price, shapes and levels");
        group.MapGet("/volatility", Volatility).WithSummary("Volatility of a contract by several estimators, its cone and term structure");
        group.MapGet("/correlation", Correlation).WithSummary("How the contracts of a venue move together");
        group.MapGet("/portfolio", Portfolio).WithSummary("How the money in a venue's contracts could be shared out, beside how the book shares it");
        group.MapGet("/liquidity", Liquidity).WithSummary("The newest stored book of a contract and how liquidity went");
        group.MapGet("/findings", Findings).WithSummary("Large orders, suspected spoofing and anomalies of the book of a contract");
        group.MapGet("/heatmap", Heatmap).WithSummary("What stood at which price of a contract's book over time");
        group.MapGet("/slippage", Slippage).WithSummary("What a market order would cost in the newest stored book");
    }

    private static async Task<Results<Ok<MarketAnalysisView>, ProblemHttpResult>> Overview(
        [AsParameters] LiveRead live, CancellationToken cancellationToken) =>
        live.Describe(await live.Snapshots.ReadMarketAsync(cancellationToken)) is { } view
            ? TypedResults.Ok(view)
            : Problems.Unavailable("The market analysis has not published anything yet.");

    private static async Task<Results<Ok<RegimeHistoryView>, ProblemHttpResult>> Regimes(
        [AsParameters] MarketQuery query, MarketReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: true) is { } problem ? problem : TypedResults.Ok(await reads.RegimesAsync(query, cancellationToken));

    private static async Task<Results<Ok<MarketPhasesView>, ProblemHttpResult>> Phases(
        [AsParameters] MarketQuery query, MarketChartReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: true) is { } problem ? problem : TypedResults.Ok(await reads.PhasesAsync(query, cancellationToken));

    private static async Task<Results<Ok<MarketChartView>, ProblemHttpResult>> Chart(
        [AsParameters] MarketQuery query, MarketChartReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: true) is { } problem ? problem : TypedResults.Ok(await reads.ChartAsync(query, cancellationToken));

    private static async Task<Results<Ok<VolatilityHistoryView>, ProblemHttpResult>> Volatility(
        [AsParameters] MarketQuery query, MarketReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: true) is { } problem ? problem : TypedResults.Ok(await reads.VolatilityAsync(query, cancellationToken));

    private static async Task<Results<Ok<CorrelationHistoryView>, ProblemHttpResult>> Correlation(
        [AsParameters] MarketQuery query, MarketReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: false) is { } problem ? problem : TypedResults.Ok(await reads.CorrelationAsync(query, cancellationToken));

    private static async Task<Results<Ok<PortfolioView>, ProblemHttpResult>> Portfolio(
        [AsParameters] PortfolioQuery query, [AsParameters] LiveRead live, PortfolioReads reads, CancellationToken cancellationToken) =>
        query.Problem() is { } problem ? problem
        : TypedResults.Ok(await reads.ReadAsync(query, live.Describe(await live.Snapshots.ReadPositionsAsync(cancellationToken)), cancellationToken));

    private static async Task<Results<Ok<LiquidityHistoryView>, ProblemHttpResult>> Liquidity(
        [AsParameters] MarketQuery query, MarketReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: true) is { } problem ? problem : TypedResults.Ok(await reads.LiquidityAsync(query, cancellationToken));

    private static async Task<Results<Ok<BookFindingsView>, ProblemHttpResult>> Findings(
        [AsParameters] MarketQuery query, BookReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: true) is { } problem ? problem : TypedResults.Ok(await reads.FindingsAsync(query, cancellationToken));

    private static async Task<Results<Ok<BookHeatView>, ProblemHttpResult>> Heatmap(
        [AsParameters] MarketQuery query, BookReads reads, CancellationToken cancellationToken) =>
        query.Problem(needsSymbol: true) is { } problem ? problem : TypedResults.Ok(await reads.HeatAsync(query, cancellationToken));

    private static async Task<Results<Ok<SlippageEstimateView>, ProblemHttpResult>> Slippage(
        [AsParameters] SlippageQuery query, MarketReads reads, CancellationToken cancellationToken) =>
        query.Problem() is { } problem ? problem
        : await reads.SlippageAsync(query, cancellationToken) is { } estimate ? TypedResults.Ok(estimate)
        : Problems.NotFound($"No book of {query.Symbol} is stored.");
}
