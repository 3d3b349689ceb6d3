using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Notifications;

public sealed class NewModel(EtrmsApi api) : PortalPage
{
    [BindProperty]
    public ChannelInput Input { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Again();
        }

        var answer = await api.AddChannelAsync(Input.ToRequest(), cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return Again();
        }

        Notice = $"{answer.Value.Name} is added. Send a test to see that it arrives.";
        return Redirect("/settings/notifications");
    }
}
