using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Alerts;

public sealed class DetailModel(EtrmsApi api) : PortalPage
{
    public AlertDetailView? Detail { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var answer = await api.GetAlertAsync(id, cancellationToken);
        (Detail, Problem) = (answer.Value, answer.Problem);
        return Problem?.IsNotFound == true ? NotFound() : Page();
    }
}
