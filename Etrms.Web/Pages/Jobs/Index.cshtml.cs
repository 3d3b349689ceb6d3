using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Jobs;

/// <summary>The job console: what runs and where, what failed, what comes round by itself, and all that was.</summary>
public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    public static readonly IReadOnlyList<(string Key, string Text)> Tabs = [("overview", "Overview"), ("history", "History"), ("schedules", "Recurring"), ("audit", "Audit")];

    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public JobKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public JobState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    public JobsOverviewView? Overview { get; private set; }

    public JobListView? History { get; private set; }

    public IReadOnlyList<JobScheduleView> Schedules { get; private set; } = [];

    public IReadOnlyList<JobDeedView> Deeds { get; private set; } = [];

    public string ChosenTab => Tabs.Any(tab => tab.Key == Tab) ? Tab! : Tabs[0].Key;

    public JobQuery Query => new() { Search = Search, Kind = Kind, State = State, Since = Since, Offset = Math.Max(0, Offset) };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var overview = await api.GetJobsOverviewAsync(cancellationToken);
        (Overview, Problem) = (overview.Value, overview.Problem);
        switch (ChosenTab)
        {
            case "history":
                var history = await api.GetJobsAsync(Query, cancellationToken);
                (History, Problem) = (history.Value, Problem ?? history.Problem);
                break;
            case "schedules":
                var schedules = await api.GetSchedulesAsync(cancellationToken);
                (Schedules, Problem) = (schedules.Value?.Schedules ?? [], Problem ?? schedules.Problem);
                break;
            case "audit":
                var audit = await api.GetJobAuditAsync(cancellationToken);
                (Deeds, Problem) = (audit.Value?.Deeds ?? [], Problem ?? audit.Problem);
                break;
            default:
                break;
        }
    }

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken cancellationToken)
    {
        var answer = await api.ResumeJobsAsync(cancellationToken);
        Notice = answer.IsOk ? "Jobs start again." : $"Jobs were not resumed. {answer.Problem.Text}";
        return Redirect("/jobs");
    }

    /// <summary>The history with the same filters from another place on.</summary>
    public string PageUrl(int offset) => QueryHelpers.AddQueryString("/jobs", new Dictionary<string, string?>
    {
        ["tab"] = "history",
        ["search"] = Search,
        ["kind"] = Kind?.ToString(),
        ["state"] = State?.ToString(),
        ["since"] = Since?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["offset"] = offset > 0 ? $"{offset}" : null,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
