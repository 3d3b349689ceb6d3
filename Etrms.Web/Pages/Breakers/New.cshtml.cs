using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

public sealed class NewModel(EtrmsApi api) : BreakerForm(api)
{
    public override string Action => "/breakers/new";

    /// <summary>Those whose condition the Api knows.</summary>
    public IEnumerable<BreakerTemplate> Templates =>
        BreakerTemplates.All.Where(template => Conditions.Any(condition => condition.Type == template.Body.Type));

    public async Task<IActionResult> OnGetAsync(string? type, string? template, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var body = BreakerTemplates.Find(template)?.Body
            ?? (Conditions.FirstOrDefault(condition => condition.Type == type) is { } chosen ? BreakerTemplates.For(chosen) : null);
        if (body is not null)
        {
            Input = Begin(body);
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

            ShowReasons(answer.Problem);
        }

        await ShowAsync(cancellationToken);
        return Again();
    }

    /// <summary>Over real money a new breaker begins by observing.</summary>
    private BreakerInput Begin(BreakerBody body)
    {
        var condition = Conditions.FirstOrDefault(condition => condition.Type == body.Type);
        var settings = (body.Settings ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
        return BreakerInput.From(body with { Mode = HasLiveAccount ? BreakerMode.Observe : BreakerMode.Armed }, BreakerUnit.Of(condition, settings));
    }
}
