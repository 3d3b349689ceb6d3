using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Api;

/// <summary>What the market analysis knows.</summary>
public sealed partial class EtrmsApi
{
    public Task<ApiAnswer<MarketAnalysisView>> GetMarketAsync(CancellationToken cancellationToken) =>
        GetAsync<MarketAnalysisView>("/market", cancellationToken);

    public Task<ApiAnswer<RegimeHistoryView>> GetRegimesAsync(Exchange exchange, string symbol, string timeframe, CancellationToken cancellationToken) =>
        GetAsync<RegimeHistoryView>(Of("regimes", exchange, symbol, timeframe), cancellationToken);

    public Task<ApiAnswer<MarketPhasesView>> GetPhasesAsync(Exchange exchange, string symbol, string timeframe, CancellationToken cancellationToken) =>
        GetAsync<MarketPhasesView>(Of("phases", exchange, symbol, timeframe), cancellationToken);

    public Task<ApiAnswer<MarketChartView>> GetMarketChartAsync(Exchange exchange, string symbol, string timeframe, CancellationToken cancellationToken) =>
        GetAsync<MarketChartView>(Of("chart", exchange, symbol, timeframe), cancellationToken);

    public Task<ApiAnswer<VolatilityHistoryView>> GetVolatilityAsync(
        Exchange exchange, string symbol, string timeframe, CancellationToken cancellationToken) =>
        GetAsync<VolatilityHistoryView>(Of("volatility", exchange, symbol, timeframe), cancellationToken);

    public Task<ApiAnswer<CorrelationHistoryView>> GetCorrelationAsync(Exchange exchange, string timeframe, CancellationToken cancellationToken) =>
        GetAsync<CorrelationHistoryView>(Of("correlation", exchange, null, timeframe), cancellationToken);

    public Task<ApiAnswer<PortfolioView>> GetPortfolioAsync(Exchange exchange, string timeframe, decimal cap, CancellationToken cancellationToken) =>
        GetAsync<PortfolioView>(
            QueryHelpers.AddQueryString(Of("portfolio", exchange, null, timeframe), "cap", cap.ToString(CultureInfo.InvariantCulture)), cancellationToken);

    public Task<ApiAnswer<LiquidityHistoryView>> GetLiquidityAsync(Exchange exchange, string symbol, CancellationToken cancellationToken) =>
        GetAsync<LiquidityHistoryView>(Of("liquidity", exchange, symbol, null), cancellationToken);

    public Task<ApiAnswer<BookFindingsView>> GetFindingsAsync(Exchange exchange, string symbol, int limit, CancellationToken cancellationToken) =>
        GetAsync<BookFindingsView>(Newest("findings", exchange, symbol, limit), cancellationToken);

    public Task<ApiAnswer<BookHeatView>> GetHeatmapAsync(Exchange exchange, string symbol, int limit, CancellationToken cancellationToken) =>
        GetAsync<BookHeatView>(Newest("heatmap", exchange, symbol, limit), cancellationToken);

    public Task<ApiAnswer<SlippageEstimateView>> GetSlippageAsync(
        Exchange exchange, string symbol, bool isBuy, decimal notional, CancellationToken cancellationToken) => GetAsync<SlippageEstimateView>(
        QueryHelpers.AddQueryString(Of("slippage", exchange, symbol, null), new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["side"] = isBuy ? "BUY" : "SELL",
            ["notional"] = notional.ToString(CultureInfo.InvariantCulture),
        }), cancellationToken);

    private static string Newest(string part, Exchange exchange, string symbol, int limit) =>
        QueryHelpers.AddQueryString(Of(part, exchange, symbol, null), "limit", limit.ToString(CultureInfo.InvariantCulture));

    private static string Of(string part, Exchange exchange, string? symbol, string? timeframe)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal) { ["exchange"] = exchange.ToString().ToUpperInvariant(), ["symbol"] = symbol, ["timeframe"] = timeframe };
        return QueryHelpers.AddQueryString($"/market/{part}", query.Where(pair => pair.Value is not null));
    }
}
