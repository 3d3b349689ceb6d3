using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Configuration;

/// <summary>To change a whole configuration at once is broad: what changes is shown, the phrase is typed and the password asked.</summary>
public abstract class BroadChange(EtrmsApi api) : PortalPage
{
    [BindProperty]
    public string? Confirmation { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>The version that the change was shown on; another one by now is a conflict.</summary>
    [BindProperty]
    public int Version { get; set; }

    protected EtrmsApi Api => api;

    public abstract string Phrase { get; }

    /// <summary>False, with the reasons beside the fields, when the phrase or the password is wrong.</summary>
    protected async Task<bool> IsConfirmedAsync(CancellationToken cancellationToken)
    {
        if (!string.Equals(Confirmation?.Trim(), Phrase, StringComparison.Ordinal))
        {
            ModelState.AddModelError(nameof(Confirmation), $"Type {Phrase} to go on.");
            return false;
        }

        var confirmed = await api.ConfirmPasswordAsync(new ConfirmPasswordRequest(Password ?? ""), cancellationToken);
        if (!confirmed.IsOk)
        {
            ModelState.AddModelError(nameof(Password), confirmed.Problem.Text);
        }

        return confirmed.IsOk;
    }
}
