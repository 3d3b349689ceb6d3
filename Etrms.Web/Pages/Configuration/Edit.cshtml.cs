using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Configuration;

/// <summary>One section as a form. What was typed is shown as a difference first; only that is saved.</summary>
public sealed class EditModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public string Section { get; set; } = "";

    /// <summary>The version that the form was filled from; another one by now is a conflict, not overwritten.</summary>
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>What the fields hold, by key.</summary>
    [BindProperty]
    public IDictionary<string, string?> Values { get; set; } = new Dictionary<string, string?>();

    public SettingSectionView? Shown { get; private set; }

    /// <summary>What would be saved; null while the form is shown.</summary>
    public IReadOnlyList<SettingDifferenceView>? Differences { get; private set; }

    public bool HasLooser => Differences?.Any(difference => difference.Change == BreakerChange.Looser) ?? false;

    public string TypedOf(SettingView setting) => Values.TryGetValue(setting.Key, out var typed) ? typed ?? "" : "";

    public string FieldOf(SettingView setting) => $"Values[{setting.Key}]";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return Problem is null ? NotFound() : Page();
        }

        var answer = await api.GetConfigurationAsync(cancellationToken);
        Problem = answer.Problem;
        if (answer.IsOk)
        {
            Fill(answer.Value.Version, answer.Value.Settings);
        }

        return Page();
    }

    /// <summary>The form again, with what was typed.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostReviewAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) ? await ReviewAsync(cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostDefaultsAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Fill(Version, Shown!.Settings.ToDictionary(setting => setting.Key, setting => setting.Default));
        return await ReviewAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var answer = await api.SaveConfigurationAsync(Request(), cancellationToken);
        if (answer.IsOk)
        {
            Notice = $"Version {answer.Value.Version} is saved.";
            return Redirect("/configuration");
        }

        if (answer.Problem.Status != StatusCodes.Status409Conflict)
        {
            ShowReasons(answer.Problem.Errors, answer.Problem.Text);
            return Again();
        }

        ModelState.AddModelError("", $"{answer.Problem.Text} Below is what your values would change of it.");
        return await ReviewAsync(cancellationToken);
    }

    private async Task<IActionResult> ReviewAsync(CancellationToken cancellationToken)
    {
        var answer = await api.PreviewConfigurationAsync(Request(), cancellationToken);
        if (!answer.IsOk || answer.Value.Errors.Count > 0)
        {
            ShowReasons(answer.Value?.Errors ?? answer.Problem!.Errors, answer.Problem?.Text ?? "");
            return Again();
        }

        ModelState.Remove(nameof(Version));
        (Version, Differences) = (answer.Value.Version, answer.Value.Differences);
        return ModelState.IsValid ? Page() : Again();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetSettingSectionsAsync(cancellationToken);
        Problem = answer.Problem;
        Shown = answer.Value?.Sections.FirstOrDefault(section => section.Key == Section);
        return Shown is not null;
    }

    private void Fill(int version, IReadOnlyDictionary<string, string> values)
    {
        ModelState.Clear();
        Version = version;
        Values = Shown!.Settings.ToDictionary(setting => setting.Key, string? (setting) => SettingWords.Typed(values[setting.Key], setting.Unit));
    }

    private new SaveRiskConfigurationRequest Request() => new()
    {
        Version = Version,
        Note = Note ?? "",
        Settings = Shown!.Settings.Where(setting => Values.ContainsKey(setting.Key))
            .ToDictionary(setting => setting.Key, setting => SettingWords.Sent(Values[setting.Key] ?? "", setting.Unit)),
    };

    /// <summary>Puts each reason beside its field; what has none goes to the summary.</summary>
    private void ShowReasons(IReadOnlyDictionary<string, string[]> errors, string text)
    {
        foreach (var (field, messages) in errors)
        {
            var setting = Shown!.Settings.FirstOrDefault(setting => field == $"settings.{setting.Key}");
            foreach (var message in messages)
            {
                ModelState.AddModelError(setting is null ? "" : FieldOf(setting), setting is null ? message : $"{setting.Title}: {message}");
            }
        }

        if (errors.Count == 0)
        {
            ModelState.AddModelError("", text);
        }
    }
}
