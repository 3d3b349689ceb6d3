using System.Globalization;
using Etrms.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    public Task<ApiAnswer<RiskMetricsView>> GetRiskAsync(CancellationToken cancellationToken) =>
        GetAsync<RiskMetricsView>("/risk/metrics", cancellationToken);

    public Task<ApiAnswer<RiskMeasuresView>> GetMeasuresAsync(CancellationToken cancellationToken) =>
        GetAsync<RiskMeasuresView>("/risk/measures", cancellationToken);

    /// <summary>What the gate says to an order; nothing is sent.</summary>
    public Task<ApiAnswer<RiskPreviewView>> PreviewOrderAsync(RiskPreviewRequest body, CancellationToken cancellationToken) =>
        PostAsync<RiskPreviewView>("/risk/preview", ApiCall.Body(body), cancellationToken);

    /// <summary>The equity curve over a range of market time; absent ends are the last day.</summary>
    public Task<ApiAnswer<EquityView>> GetEquityAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        GetAsync<EquityView>(
            QueryHelpers.AddQueryString("/risk/equity", Given(new()
            {
                ["from"] = from?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["to"] = to?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            })),
            cancellationToken);

    /// <summary>The falls of the curve over a range of market time; absent ends are the last year.</summary>
    public Task<ApiAnswer<DrawdownsView>> GetDrawdownsAsync(DateTimeOffset? from, CancellationToken cancellationToken) =>
        GetAsync<DrawdownsView>(
            QueryHelpers.AddQueryString("/risk/drawdowns", Given(new() { ["from"] = from?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) })), cancellationToken);

    /// <summary>How likely a share of the money is lost within the next trades.</summary>
    public Task<ApiAnswer<RuinView>> AskRuinAsync(RuinRequest body, CancellationToken cancellationToken) =>
        PostAsync<RuinView>("/risk/ruin", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<VenueStatusView>> GetVenueAsync(CancellationToken cancellationToken) =>
        GetAsync<VenueStatusView>("/venue", cancellationToken);

    public Task<ApiAnswer<MonitoringView>> GetMonitoringAsync(CancellationToken cancellationToken) =>
        GetAsync<MonitoringView>("/monitoring", cancellationToken);

    public Task<ApiAnswer<CommandView>> StartMonitoringAsync(Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>("/monitoring/start", null, cancellationToken, key);

    public Task<ApiAnswer<CommandView>> StopMonitoringAsync(StopMonitoringRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>("/monitoring/stop", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<EmergencyView>> GetEmergencyAsync(CancellationToken cancellationToken) =>
        GetAsync<EmergencyView>("/emergency", cancellationToken);

    /// <param name="lever">"pause", "lift", "cancel-orders" or "close-positions".</param>
    public Task<ApiAnswer<CommandsView>> PullLeverAsync(string lever, EmergencyRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandsView>($"/emergency/{lever}", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<Page<AlertView>>> GetAlertsAsync(
        AlertFilter filter, string? cursor, int limit, CancellationToken cancellationToken) =>
        GetAsync<Page<AlertView>>(
            QueryHelpers.AddQueryString("/alerts", Given(new()
            {
                ["severity"] = filter.Severity,
                ["unacknowledged"] = filter.Unread ? "true" : null,
                ["breaker"] = filter.Breaker?.ToString(),
                ["cursor"] = cursor,
                ["limit"] = limit.ToString(CultureInfo.InvariantCulture),
            })),
            cancellationToken);

    public Task<ApiAnswer<AlertView>> AcknowledgeAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<AlertView>($"/alerts/{id}/acknowledge", null, cancellationToken);

    public Task<ApiAnswer<AlertView>> TakeBackAcknowledgeAsync(Guid id, CancellationToken cancellationToken) =>
        DeleteAsync<AlertView>($"/alerts/{id}/acknowledge", cancellationToken);

    public Task<ApiAnswer<Done>> AcknowledgeAllAsync(CancellationToken cancellationToken) =>
        PostAsync<Done>("/alerts/acknowledge", null, cancellationToken);

    private static IEnumerable<KeyValuePair<string, string?>> Given(Dictionary<string, string?> query) =>
        query.Where(pair => !string.IsNullOrEmpty(pair.Value));
}
