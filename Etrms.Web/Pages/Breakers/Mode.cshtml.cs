using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

/// <summary>Switches a breaker off, to observing or armed; reversible, so it is done at once and offers to undo.</summary>
public sealed class ModeModel(EtrmsApi api) : PortalPage
{
    public RedirectResult OnGet() => Redirect("/breakers");

    public async Task<IActionResult> OnPostAsync(Guid id, BreakerMode mode, BreakerMode? before, bool undo, CancellationToken cancellationToken)
    {
        var answer = await api.SetBreakerModeAsync(id, mode, cancellationToken);
        if (!answer.IsOk)
        {
            Notice = $"The mode was not changed. {answer.Problem.Text}";
        }
        else if (answer.Value.Pending is { } pending)
        {
            Notice = $"Looser changes wait for the next trading day: {pending}";
        }
        else
        {
            Notice = $"{answer.Value.Configuration.Name} is now {Words.Being(mode)}.";
            UndoUrl = undo || before is null || before == mode ? null : $"/breakers/mode?id={id}&mode={before}";
        }

        return Redirect("/breakers");
    }
}
