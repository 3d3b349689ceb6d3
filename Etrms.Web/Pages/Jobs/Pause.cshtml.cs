using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Jobs;

public sealed class PauseModel(EtrmsApi api) : PortalPage
{
    [BindProperty]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await api.PauseJobsAsync(new PauseJobsRequest { Reason = Reason?.Trim() ?? "" }, cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return Again();
        }

        Notice = "No new job starts.";
        return Redirect("/jobs");
    }
}
