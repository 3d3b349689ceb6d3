using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

/// <summary>What creating and editing share: the condition, the sentence of the rule while it is written, field errors.</summary>
public abstract class BreakerForm(EtrmsApi api) : PortalPage
{
    /// <summary>Rows that the form offers; empty ones are left out.</summary>
    private const int StageRows = 3;

    [BindProperty]
    public BreakerInput Input { get; set; } = new();

    public IReadOnlyList<ConditionView> Conditions { get; private set; } = [];

    public ConditionView? Condition => Conditions.FirstOrDefault(condition => condition.Type == Input.Type);

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    public string? Sentence { get; private set; }

    /// <summary>Where the form is posted to.</summary>
    public abstract string Action { get; }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var answer = await Api.PreviewBreakerAsync(Body, cancellationToken);
        return answer.IsOk
            ? new JsonResult(new { sentence = answer.Value.Sentence, errors = answer.Value.Errors })
            : new JsonResult(new { sentence = (string?)null, errors = answer.Problem.Errors });
    }

    protected EtrmsApi Api { get; } = api;

    /// <summary>The unit of the limit: what the setting "unit" says where the condition has one, else the condition's own.</summary>
    public string Unit => Input.Settings.TryGetValue("unit", out var chosen) && chosen is not null
        ? chosen.ToLowerInvariant()
        : Condition?.Unit ?? "";

    protected BreakerBody Body => Input.ToBody(Unit);

    protected async Task LoadAsync(CancellationToken cancellationToken)
    {
        var conditions = Api.GetConditionsAsync(cancellationToken);
        var accounts = Api.GetAccountsAsync(cancellationToken);
        var answer = await conditions;
        Problem = answer.Problem;
        Conditions = answer.Value?.Conditions ?? [];
        Accounts = (await accounts).Value?.Accounts ?? [];
    }

    /// <summary>Fills up the stage rows and words the rule as it stands.</summary>
    protected async Task ShowAsync(CancellationToken cancellationToken)
    {
        while (Input.Stages.Count < StageRows)
        {
            Input.Stages.Add(new StageInput());
        }

        if (Condition is not null)
        {
            Sentence = (await Api.PreviewBreakerAsync(Body, cancellationToken)).Value?.Sentence;
        }
    }
}
