using Etrms.Contracts;
using Etrms.Web.Api;

namespace Etrms.Web.Shell;

/// <summary>What the frame around every page shows; each part may be unknown on its own.</summary>
public sealed record ShellView
{
    public RiskMetricsView? Risk { get; init; }

    public VenueStatusView? Venue { get; init; }

    public IReadOnlyList<AlertView> Alerts { get; init; } = [];

    public long UnreadAlerts { get; init; }

    public bool IsReachable { get; init; } = true;

    /// <summary>Unread critical alerts stand in the window's title.</summary>
    public int UnreadCritical => Alerts.Count(alert => alert.Severity == Domain.Risk.AlertSeverity.Critical);

    public static async Task<ShellView> LoadAsync(EtrmsApi api, CancellationToken cancellationToken)
    {
        var risk = api.GetRiskAsync(cancellationToken);
        var venue = api.GetVenueAsync(cancellationToken);
        var alerts = api.GetAlertsAsync(new AlertFilter(Unread: true), cursor: null, limit: 5, cancellationToken);
        await Task.WhenAll(risk, venue, alerts);
        var (riskAnswer, venueAnswer, alertsAnswer) = (await risk, await venue, await alerts);
        return new ShellView
        {
            Risk = riskAnswer.Value,
            Venue = venueAnswer.Value,
            Alerts = alertsAnswer.Value?.Items ?? [],
            UnreadAlerts = alertsAnswer.Value?.Total ?? 0,
            IsReachable = riskAnswer.Problem?.IsUnreachable != true,
        };
    }
}
