using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

/// <summary>Follows a rehearsal that takes longer than a form waits for.</summary>
public sealed class RehearsalModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public RehearsalView? Rehearsal { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetRehearsalAsync(Id, cancellationToken);
        (Rehearsal, Problem) = (answer.Value, answer.Problem);
        return Problem?.IsNotFound == true ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken)
    {
        var answer = await api.CancelRehearsalAsync(Id, cancellationToken);
        Notice = answer.IsOk ? "The rehearsal is over." : $"The rehearsal was not cancelled. {answer.Problem.Text}";
        return Redirect($"/breakers/rehearsal?id={Id}");
    }
}
