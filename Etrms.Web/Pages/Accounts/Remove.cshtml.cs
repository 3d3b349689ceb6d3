using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

public sealed class RemoveModel(EtrmsApi api) : AccountDialog(api)
{
    [BindProperty]
    public string? Confirmation { get; set; }

    /// <summary>Deleting a key is broad: the phrase is typed, so that no stray click does it.</summary>
    public string Phrase => $"REMOVE {Account?.Name}";

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!string.Equals(Confirmation?.Trim(), Phrase, StringComparison.Ordinal))
        {
            ModelState.AddModelError(nameof(Confirmation), $"Type {Phrase} to remove the account.");
            return Again();
        }

        return await FinishAsync(await Api.RemoveAccountAsync(Id, cancellationToken), "The account and its key are removed.", cancellationToken);
    }
}
