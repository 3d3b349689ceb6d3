using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

public sealed class NewModel(EtrmsApi api) : BreakerForm(api)
{
    public override string Action => "/breakers/new";

    public async Task<IActionResult> OnGetAsync(string? type, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (Conditions.FirstOrDefault(condition => condition.Type == type) is { } chosen)
        {
            Input = BreakerInput.For(chosen);
            await ShowAsync(cancellationToken);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (ModelState.IsValid)
        {
            var answer = await Api.CreateBreakerAsync(Body, Input.Key, cancellationToken);
            if (answer.IsOk)
            {
                Notice = $"{answer.Value.Configuration.Name} is saved and {Words.Being(answer.Value.Configuration.Mode)}.";
                return Redirect("/breakers");
            }

            ShowInForm(answer.Problem);
        }

        await ShowAsync(cancellationToken);
        return Again();
    }
}
