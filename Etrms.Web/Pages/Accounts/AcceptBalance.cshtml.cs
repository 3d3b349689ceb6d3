using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

public sealed class AcceptBalanceModel(EtrmsApi api) : AccountDialog(api)
{
    [BindProperty]
    public AcceptBalanceInput Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancellationToken);
            return Again();
        }

        var body = new AcceptBalanceRequest { Reason = Input.Reason };
        return await FinishAsync(
            await Api.AcceptBalanceAsync(Id, body, Input.Key, cancellationToken), "The balance stands as it is.", cancellationToken);
    }

    public sealed class AcceptBalanceInput
    {
        public Guid Key { get; set; } = Guid.NewGuid();

        [Required(ErrorMessage = "Say where it comes from, for the record."), StringLength(500, MinimumLength = 3, ErrorMessage = "Use 3 to 500 characters.")]
        public string Reason { get; set; } = "";
    }
}
