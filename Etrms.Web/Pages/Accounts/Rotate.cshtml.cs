using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

public sealed class RotateModel(EtrmsApi api) : AccountDialog(api)
{
    [BindProperty]
    public RotateInput Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancellationToken);
            return Again();
        }

        var request = new RotateKeyRequest { ApiKey = Input.ApiKey.Trim(), ApiSecret = Input.ApiSecret.Trim() };
        return await FinishAsync(await Api.RotateKeyAsync(Id, request, cancellationToken), "The new key is in use. Delete the old one at the exchange.", cancellationToken);
    }

    public sealed class RotateInput
    {
        [Required(ErrorMessage = "Paste the new API key."), StringLength(200, MinimumLength = 8, ErrorMessage = "An API key has at least 8 characters.")]
        public string ApiKey { get; set; } = "";

        [Required(ErrorMessage = "Paste the new API secret."), StringLength(400, MinimumLength = 8, ErrorMessage = "An API secret has at least 8 characters.")]
        public string ApiSecret { get; set; } = "";
    }
}
