using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

public sealed class RenameModel(EtrmsApi api) : AccountDialog(api)
{
    [BindProperty]
    public RenameInput Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancellationToken);
            return Again();
        }

        var answer = await Api.RenameAccountAsync(Id, new RenameAccountRequest(Input.Name.Trim()), cancellationToken);
        return await FinishAsync(answer, $"The account is now called {Input.Name.Trim()}.", cancellationToken);
    }

    protected override void Prefill(AccountView account) => Input.Name = account.Name;

    public sealed class RenameInput
    {
        [Required(ErrorMessage = "Give the account a name."), StringLength(60)]
        public string Name { get; set; } = "";
    }
}
