using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Notifications;

public sealed class EditModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ChannelInput Input { get; set; } = new();

    public NotificationChannelView? Channel { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Input = Channel is null ? Input : ChannelInput.From(Channel);
        return Problem?.IsNotFound == true ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (ModelState.IsValid)
        {
            var answer = await api.ChangeChannelAsync(Id, Input.ToRequest(), cancellationToken);
            if (answer.IsOk)
            {
                Notice = $"{answer.Value.Name} is changed.";
                return Redirect("/settings/notifications");
            }

            ShowInForm(answer.Problem);
        }

        await LoadAsync(cancellationToken);
        return Again();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetChannelAsync(Id, cancellationToken);
        (Channel, Problem) = (answer.Value, answer.Problem);
    }
}
