using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Configuration;

public sealed class RevertModel(EtrmsApi api) : BroadChange(api)
{
    [BindProperty(SupportsGet = true)]
    public int To { get; set; }

    public override string Phrase => $"REVERT {To}";

    /// <summary>From what is configured to the version that is brought back.</summary>
    public IReadOnlyList<SettingDifferenceView>? Differences { get; private set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var seen = Version;
        await LoadAsync(cancellationToken);
        if (Problem is not null || !await IsConfirmedAsync(cancellationToken))
        {
            return Again();
        }

        var answer = await Api.RevertConfigurationAsync(new() { Version = seen, To = To, Note = Note ?? "" }, cancellationToken);
        if (!answer.IsOk)
        {
            ModelState.AddModelError("", answer.Problem.Text);
            return Again();
        }

        Notice = $"Version {To} is back, as version {answer.Value.Version}.";
        return Redirect("/configuration");
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var current = await Api.GetConfigurationAsync(cancellationToken);
        if (!current.IsOk)
        {
            Problem = current.Problem;
            return;
        }

        ModelState.Remove(nameof(Version));
        Version = current.Value.Version;
        var answer = await Api.GetConfigurationDiffAsync(Version, To, cancellationToken);
        (Differences, Problem) = (answer.Value?.Differences, answer.Problem);
    }
}
