using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Alerts;

public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    private const int PageSize = 30;

    [BindProperty(SupportsGet = true)]
    public string? Severity { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Unread { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Breaker { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public Page<AlertView> Alerts { get; private set; } = new([], null, 0);

    public bool IsFiltered => Unread || Breaker is not null || !string.IsNullOrEmpty(Severity);

    /// <summary>Breakers to choose from, by name.</summary>
    public IEnumerable<BreakerView> Breakers =>
        (Shell.Risk?.Breakers ?? []).OrderBy(breaker => breaker.Configuration.Name, StringComparer.Ordinal);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetAlertsAsync(new AlertFilter(Severity, Unread, Breaker), Cursor, PageSize, cancellationToken);
        Problem = answer.Problem;
        Alerts = answer.Value ?? Alerts;
    }

    public async Task<IActionResult> OnPostAcknowledgeAsync(Guid id, bool undo, CancellationToken cancellationToken)
    {
        var answer = undo ? await api.TakeBackAcknowledgeAsync(id, cancellationToken) : await api.AcknowledgeAsync(id, cancellationToken);
        Notice = answer.IsOk
            ? undo ? "The alert is open again." : $"Acknowledged: {answer.Value.Title}"
            : answer.Problem.Text;
        UndoUrl = answer.IsOk && !undo ? $"/alerts?handler=Acknowledge&id={id}" : null;
        return Redirect("/alerts");
    }

    public async Task<IActionResult> OnPostAllAsync(CancellationToken cancellationToken)
    {
        var answer = await api.AcknowledgeAllAsync(cancellationToken);
        Notice = answer.IsOk ? "All alerts are acknowledged." : answer.Problem.Text;
        return Redirect("/alerts");
    }

    public string PageUrl(string? cursor) => AddressOf(Severity, Unread, cursor);

    /// <summary>This list with another severity or only the new ones; the breaker stays.</summary>
    public string TabUrl(string? severity, bool unread) => AddressOf(severity, unread, null);

    private string AddressOf(string? severity, bool unread, string? cursor) => QueryHelpers.AddQueryString("/alerts", new Dictionary<string, string?>
    {
        ["severity"] = severity,
        ["unread"] = unread ? "true" : null,
        ["breaker"] = Breaker?.ToString(),
        ["cursor"] = cursor,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
