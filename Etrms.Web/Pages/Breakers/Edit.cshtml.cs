using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

public sealed class EditModel(EtrmsApi api) : BreakerForm(api)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Revision that the form was filled from; another one by now is a conflict, not overwritten.</summary>
    [BindProperty]
    public int Revision { get; set; }

    public override string Action => $"/breakers/edit?id={Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var answer = await Api.GetBreakerAsync(Id, cancellationToken);
        if (answer.Problem?.IsNotFound == true)
        {
            return NotFound();
        }

        Problem ??= answer.Problem;
        if (answer.IsOk)
        {
            Revision = answer.Value.Revision;
            Input = BreakerInput.From(answer.Value.Configuration, answer.Value.Unit);
            await ShowAsync(cancellationToken);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (ModelState.IsValid)
        {
            var answer = await Api.UpdateBreakerAsync(Id, Revision, Body, cancellationToken);
            if (answer.IsOk)
            {
                Notice = Describe(answer.Value);
                return Redirect("/breakers");
            }

            ShowReasons(answer.Problem);
        }

        await ShowAsync(cancellationToken);
        return Again();
    }

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken)
    {
        var answer = await Api.DeleteBreakerAsync(Id, cancellationToken);
        Notice = answer.IsOk ? "The breaker is deleted. Its events stay in the history." : $"The breaker was not deleted. {answer.Problem.Text}";
        return Redirect("/breakers");
    }

    private static string Describe(BreakerView breaker) => breaker.Pending is { } pending
        ? $"Saved. Looser changes wait for the next trading day: {pending}"
        : $"{breaker.Configuration.Name} is saved.";
}
