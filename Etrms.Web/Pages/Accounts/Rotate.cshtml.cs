using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

public sealed class RotateModel(EtrmsApi api) : AccountDialog(api)
{
    [BindProperty]
    public KeyInput Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancellationToken);
            return Again();
        }

        var request = new RotateKeyRequest { ApiKey = Input.ApiKey.Trim(), ApiSecret = Input.ApiSecret.Trim() };
        var answer = await Api.RotateKeyAsync(Id, request, cancellationToken);
        return await FinishAsync(answer, "The new key is in use. Delete the old one at the exchange.", cancellationToken);
    }
}
