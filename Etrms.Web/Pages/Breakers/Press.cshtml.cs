using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

/// <summary>Asks once before the plan of a button is carried out.</summary>
public sealed class PressModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid Key { get; set; } = Guid.NewGuid();

    [BindProperty]
    public long StateVersion { get; set; }

    [BindProperty, StringLength(500, ErrorMessage = "Use at most 500 characters.")]
    public string? Reason { get; set; }

    public BreakerView? Breaker { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        StateVersion = Breaker?.StateVersion ?? 0;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (Breaker is null || !ModelState.IsValid)
        {
            return Again();
        }

        var answer = await api.PressButtonAsync(Id, new PressButtonRequest { Reason = Reason ?? "", StateVersion = StateVersion }, Key, cancellationToken);
        if (answer.IsOk)
        {
            Notice = $"{Breaker.Configuration.Name} is pressed: its plan is under way.";
            NoticeUrl = $"/events?breaker={Id}";
            return Redirect("/breakers");
        }

        ShowInForm(answer.Problem);
        Key = NextKey(answer.Problem, Key, nameof(Key));
        return Again();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetBreakerAsync(Id, cancellationToken);
        (Breaker, Problem) = (answer.Value, answer.Problem);
    }
}
