using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Portfolio;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Markets;

/// <summary>A venue, a length of candles and the largest weight that may be given.</summary>
internal sealed class PortfolioQuery
{
    private const decimal UsualCap = 0.5m;

    /// <summary>BINANCE, which is the default, or HYPERLIQUID.</summary>
    public string? Exchange { get; init; }

    /// <summary>Such as 15m, which is the default.</summary>
    public string? Timeframe { get; init; }

    /// <summary>Fraction; 0.5 when absent.</summary>
    public decimal? Cap { get; init; }

    public decimal LargestWeight => Cap ?? UsualCap;

    public MarketQuery Market => new() { Exchange = Exchange, Timeframe = Timeframe };

    public ProblemHttpResult? Problem() => MarketFaults.Together(
    [
        .. Market.Faults(needsSymbol: false),
        LargestWeight is <= 0 or > 1 ? Problems.Invalid("cap", "Must lie above 0 and not above 1.") : null,
    ]);
}

/// <summary>Works out allocations from the returns that the market analysis stored. It is asked for rarely and costs the worker nothing.</summary>
internal sealed class PortfolioReads(EtrmsDbContext database)
{
    private const int Digits = 6;
    private const double SecondsPerYear = 365 * 86_400;

    /// <param name="query">What is asked for.</param>
    /// <param name="book">What is held; null when the worker has not told it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<PortfolioView> ReadAsync(PortfolioQuery query, PositionsView? book, CancellationToken cancellationToken)
    {
        var market = query.Market;
        var known = new PortfolioView { Exchange = market.Venue, Timeframe = market.TimeframeName, Cap = query.LargestWeight };
        var row = await database.MarketReturns.AsNoTracking().FirstOrDefaultAsync(
            row => row.Exchange == market.Venue && row.TimeframeSeconds == market.TimeframeSeconds, cancellationToken);
        return row is null
            ? known with { Reason = "fewer than two contracts share 200 candles in a row, or the market analysis has stored nothing yet" }
            : Study(known, row, book);
    }

    private static PortfolioView Study(PortfolioView known, MarketReturnsRow row, PositionsView? book)
    {
        var symbols = row.Symbols.Deserialize<string[]>(EtrmsJson.Options)!;
        double[][] series = [.. row.Returns.Deserialize<double[][]>(EtrmsJson.Options)!.Select(each => Array.ConvertAll(each, value => Math.Exp(value) - 1))];
        var held = HeldBook.Of(book, known.Exchange);
        double[] money = [.. symbols.Select(symbol => (double)(held.Worth(symbol) ?? 0))];
        if (AllocationStudy.Of(series, money, (double)known.Cap) is not { } study)
        {
            var least = Math.Ceiling(1_000m / symbols.Length) / 10;
            return known with { Reason = $"a largest weight of {known.Cap * 100:0.##} % over {symbols.Length} contracts leaves money over: allow at least {least:0.#} %" };
        }

        var perYear = Math.Sqrt(SecondsPerYear / row.TimeframeSeconds);
        PortfolioAllocationView ToView(AllocationMethod? method, Allocation allocation) => new(
            method,
            [.. allocation.Weights.Select((weight, i) => Number(money[i] < 0 ? -weight : weight) ?? 0)],
            [.. (allocation.Scores?.RiskShares ?? []).Select(share => Number(share) ?? 0)],
            Number(allocation.Scores?.Volatility * perYear), Number(allocation.Shortfall), Number(allocation.Scores?.DiversificationRatio),
            Number(allocation.Scores?.EffectiveBets), Number(allocation.Scores?.EffectiveComponents), allocation.Note);
        return known with
        {
            At = row.EndAt,
            Returns = series[0].Length,
            Shrinkage = Number(study.Shrinkage),
            Contracts = [.. symbols.Select((symbol, i) => new PortfolioContractView(symbol, held.Worth(symbol), Number(Math.Sqrt(study.Covariance[i, i]) * perYear)))],
            Allocations = [.. study.Present is { } present ? [ToView(null, present)] : (PortfolioAllocationView[])[], .. study.Methods.Select(each => ToView(each.Method, each.Allocation))],
            Notes = [.. study.Notes, .. held.LeftOut(symbols)],
            BookReason = study.Present is null ? held.Reason ?? "the book holds none of these contracts" : null,
        };
    }

    /// <summary>Statistics are rounded here on their way back to decimals; what is no number is unknown.</summary>
    private static decimal? Number(double? value) =>
        value is { } known && double.IsFinite(known) && Math.Abs(known) < 1e15 ? decimal.Round((decimal)known, Digits) : null;
}
