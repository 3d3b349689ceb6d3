using Etrms.Web.Api;
using Etrms.Web.Pages.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Keys;

public sealed class DisableModel(EtrmsApi api) : AccountDialog(api)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await FinishAsync(await Api.DisableKeyAsync(Id, cancellationToken), "The key is disabled; its account is no longer watched.", cancellationToken);
}
