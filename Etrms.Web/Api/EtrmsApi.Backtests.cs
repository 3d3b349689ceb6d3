using System.Globalization;
using Etrms.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    private const string Backtests = "/backtest";

    public Task<ApiAnswer<BacktestListView>> GetBacktestsAsync(BacktestQuery query, CancellationToken cancellationToken) =>
        GetAsync<BacktestListView>(QueryHelpers.AddQueryString(Backtests, Given(query.ToDictionary())), cancellationToken);

    public Task<ApiAnswer<BacktestView>> GetBacktestAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<BacktestView>($"{Backtests}/{id}", cancellationToken);

    public Task<ApiAnswer<StrategiesView>> GetStrategiesAsync(CancellationToken cancellationToken) =>
        GetAsync<StrategiesView>($"{Backtests}/strategies", cancellationToken);

    /// <summary>What a run would need and do; nothing is stored.</summary>
    public Task<ApiAnswer<BacktestCheckView>> CheckBacktestAsync(BacktestBody body, CancellationToken cancellationToken) =>
        PostAsync<BacktestCheckView>($"{Backtests}/check", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<BacktestView>> CreateBacktestAsync(BacktestBody body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<BacktestView>(Backtests, ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<BacktestView>> UpdateBacktestAsync(Guid id, BacktestBody body, CancellationToken cancellationToken) =>
        PutAsync<BacktestView>($"{Backtests}/{id}", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<BacktestView>> RunBacktestAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<BacktestView>($"{Backtests}/{id}/run", null, cancellationToken);

    public Task<ApiAnswer<BacktestView>> CancelBacktestAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<BacktestView>($"{Backtests}/{id}/cancel", null, cancellationToken);

    public Task<ApiAnswer<Done>> DeleteBacktestAsync(Guid id, CancellationToken cancellationToken) =>
        DeleteAsync<Done>($"{Backtests}/{id}", cancellationToken);

    /// <summary>Refused while the verdict is overfit, unless overridden with a reason.</summary>
    public Task<ApiAnswer<BacktestView>> ApplyBacktestAsync(Guid id, ApplyBacktestRequest body, CancellationToken cancellationToken) =>
        PostAsync<BacktestView>($"{Backtests}/{id}/apply", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<BacktestTradesView>> GetBacktestTradesAsync(Guid id, int offset, int limit, CancellationToken cancellationToken) =>
        GetAsync<BacktestTradesView>(Paged($"{Backtests}/{id}/trades", offset, limit), cancellationToken);

    public Task<ApiAnswer<BacktestTrialsView>> GetBacktestTrialsAsync(Guid id, int offset, int limit, CancellationToken cancellationToken) =>
        GetAsync<BacktestTrialsView>(Paged($"{Backtests}/{id}/trials", offset, limit), cancellationToken);

    /// <param name="format">JSON for everything, TRADES_CSV or EQUITY_CSV.</param>
    public Task<ApiAnswer<ApiFile>> ExportBacktestAsync(Guid id, string format, CancellationToken cancellationToken) =>
        GetAsync<ApiFile>($"{Backtests}/{id}/export?format={format}", cancellationToken);

    public Task<ApiAnswer<BacktestComparisonView>> CompareBacktestsAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        GetAsync<BacktestComparisonView>($"{Backtests}/compare?{string.Join('&', ids.Select(id => $"ids={id}"))}", cancellationToken);

    /// <summary>Asks for history that a run needs and that is not stored yet.</summary>
    public Task<ApiAnswer<DownloadView>> DownloadAsync(DownloadRequest body, CancellationToken cancellationToken) =>
        PostAsync<DownloadView>("/data/downloads", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<SeriesListView>> GetSeriesAsync(CancellationToken cancellationToken) =>
        GetAsync<SeriesListView>("/data/series", cancellationToken);

    /// <summary>Stored candles of a series from one moment to another, the latter excluded.</summary>
    public Task<ApiAnswer<CandlesView>> GetCandlesAsync(int series, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        GetAsync<CandlesView>(
            string.Create(CultureInfo.InvariantCulture, $"/data/series/{series}/candles?from={from.UtcDateTime:O}&to={to.UtcDateTime:O}"), cancellationToken);

    private static string Paged(string path, int offset, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?offset={offset}&limit={limit}");
}
