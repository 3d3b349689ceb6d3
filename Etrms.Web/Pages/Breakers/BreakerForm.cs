using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Etrms.Web.Pages.Breakers;

/// <summary>What creating and editing share: the condition, the sentence of the rule while it is written, reasons beside their fields.</summary>
public abstract class BreakerForm(EtrmsApi api) : PortalPage
{
    private const string StageKeys = "Input.Stages";

    [BindProperty]
    public BreakerInput Input { get; set; } = new();

    public IReadOnlyList<ConditionView> Conditions { get; private set; } = [];

    public ConditionView? Condition => Conditions.FirstOrDefault(condition => condition.Type == Input.Type);

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    public IReadOnlyList<NotificationChannelView> Channels { get; private set; } = [];

    public string? Sentence { get; private set; }

    /// <summary>What the breaker would have done over the recorded days; null until asked for.</summary>
    public RehearsalView? Rehearsal { get; private set; }

    /// <summary>Where the form is posted to.</summary>
    public abstract string Action { get; }

    /// <summary>The same address with another handler.</summary>
    public string ActionOf(string handler) => $"{Action}{(Action.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={handler}";

    /// <summary>The sentence and the reasons while one types.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var answer = await Api.PreviewBreakerAsync(Body, cancellationToken);
        return new JsonResult(new
        {
            sentence = answer.Value?.Sentence,
            unit = Words.UnitName(Unit),
            errors = answer.IsOk ? answer.Value.Errors : answer.Problem.Errors,
        });
    }

    /// <summary>Adds or removes a stage or an action, and takes over what was typed so far.</summary>
    public async Task<IActionResult> OnPostShapeAsync(string? shape, CancellationToken cancellationToken)
    {
        var moved = StageShape.Apply(Input.Stages, shape);
        foreach (var key in ModelState.Keys.Where(key => moved && key.StartsWith(StageKeys, StringComparison.Ordinal)).ToList())
        {
            ModelState.Remove(key);
        }

        ForgiveWhatIsUnfinished();
        await LoadAsync(cancellationToken);
        await ShowAsync(cancellationToken);
        return Page();
    }

    /// <summary>What the breaker as it stands in the form would have done over the recorded days.</summary>
    public async Task<IActionResult> OnPostRehearseAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (ModelState.IsValid)
        {
            var answer = await Api.RehearseBreakerAsync(Body, cancellationToken);
            Rehearsal = answer.Value;
            if (!answer.IsOk)
            {
                ShowReasons(answer.Problem);
            }
        }

        await ShowAsync(cancellationToken);
        return Rehearsal is null ? Again() : Page();
    }

    protected EtrmsApi Api { get; } = api;

    public string Unit => BreakerUnit.Of(Condition, Input.Settings);

    protected BreakerBody Body => Input.ToBody(Unit);

    public bool HasLiveAccount => Accounts.Any(account => account.Network == AccountNetwork.Live);

    protected async Task LoadAsync(CancellationToken cancellationToken)
    {
        var conditions = Api.GetConditionsAsync(cancellationToken);
        var accounts = Api.GetAccountsAsync(cancellationToken);
        var channels = Api.GetChannelsAsync(cancellationToken);
        var answer = await conditions;
        Problem = answer.Problem;
        Conditions = answer.Value?.Conditions ?? [];
        Accounts = (await accounts).Value?.Accounts ?? [];
        Channels = (await channels).Value?.Channels ?? [];
    }

    /// <summary>Words the rule as it stands and brings the reasons against it to their fields.</summary>
    protected async Task ShowAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, entry) in ModelState.Where(entry => entry.Value?.Errors.Count > 0).ToList())
        {
            if (FormFields.Of(key) is { } field && field != key)
            {
                entry!.Errors.ToList().ForEach(error => ModelState.AddModelError(field, error.ErrorMessage));
                entry.Errors.Clear();
            }
        }

        if (Condition is not null)
        {
            Sentence = (await Api.PreviewBreakerAsync(Body, cancellationToken)).Value?.Sentence;
        }
    }

    /// <summary>The Api's reasons keep the names of its fields, which are those of the form's places.</summary>
    protected void ShowReasons(ApiProblem problem)
    {
        foreach (var (field, message) in problem.Errors.SelectMany(error => error.Value.Select(message => (error.Key, message))))
        {
            ModelState.AddModelError(field.StartsWith("breaker.", StringComparison.Ordinal) ? field["breaker.".Length..] : field, message);
        }

        if (problem.Errors.Count == 0)
        {
            ModelState.AddModelError("", problem.Text);
        }
    }

    /// <summary>Fields that are still empty are no mistakes while stages are arranged.</summary>
    private void ForgiveWhatIsUnfinished()
    {
        foreach (var entry in ModelState.Values.Where(entry => string.IsNullOrEmpty(entry.AttemptedValue)))
        {
            entry.Errors.Clear();
            entry.ValidationState = ModelValidationState.Valid;
        }
    }
}
