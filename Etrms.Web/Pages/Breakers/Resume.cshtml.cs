using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

public sealed class ResumeModel(EtrmsApi api) : PortalPage
{
    private const decimal Percent = 100m;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public ResumeInput Input { get; set; } = new();

    public BreakerView? Breaker { get; private set; }

    /// <summary>Only measures that remember a reference can be told to measure from another one.</summary>
    public bool HasReference => Breaker?.Configuration.Type is "MAX_DRAWDOWN" or "PNL";

    public bool IsRatio => Breaker?.Unit == "fraction";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Input.StateVersion = Breaker?.StateVersion ?? 0;
        Input.Rebase = RebaseMode.Rebase;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (Breaker is null || !ModelState.IsValid)
        {
            return Again();
        }

        var request = new ResumeBreakerRequest
        {
            Reason = Input.Reason,
            Rebase = Input.Rebase,
            Grace = Input.Rebase == RebaseMode.Grace ? Input.Grace / (IsRatio ? Percent : 1) : null,
            StateVersion = Input.StateVersion,
        };
        var answer = await api.ResumeBreakerAsync(Id, request, Input.Key, cancellationToken);
        if (answer.IsOk)
        {
            Notice = $"{Breaker.Configuration.Name} is being resumed.";
            return Redirect("/breakers");
        }

        ShowInForm(answer.Problem);
        return Again();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetBreakerAsync(Id, cancellationToken);
        (Breaker, Problem) = (answer.Value, answer.Problem);
    }

    public sealed class ResumeInput
    {
        public Guid Key { get; set; } = Guid.NewGuid();

        public long StateVersion { get; set; }

        [Required(ErrorMessage = "Say why, for the record."), StringLength(500, MinimumLength = 3, ErrorMessage = "Use 3 to 500 characters.")]
        public string Reason { get; set; } = "";

        public RebaseMode Rebase { get; set; }

        public decimal? Grace { get; set; }
    }
}
