using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Monitoring;

public sealed class StartModel(EtrmsApi api) : PortalPage
{
    public RedirectResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await api.StartMonitoringAsync(Guid.NewGuid(), cancellationToken);
        Notice = answer.IsOk ? "Monitoring starts." : $"Monitoring could not be started. {answer.Problem.Text}";
        return Redirect("/");
    }
}
