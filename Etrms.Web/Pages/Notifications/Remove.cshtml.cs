using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Notifications;

public sealed class RemoveModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public NotificationChannelView? Channel { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetChannelAsync(Id, cancellationToken);
        (Channel, Problem) = (answer.Value, answer.Problem);
        return Problem?.IsNotFound == true ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await api.RemoveChannelAsync(Id, cancellationToken);
        Notice = answer.IsOk ? "The channel and its secrets are removed." : answer.Problem.Text;
        return Redirect("/settings/notifications");
    }
}
