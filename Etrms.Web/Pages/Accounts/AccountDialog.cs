using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

/// <summary>A small page that asks something about one account; the script shows it as a dialog.</summary>
public abstract class AccountDialog(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>"keys" when the question was asked on the keys page.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>The page to go back to.</summary>
    public string Home => Back == "keys" ? "/keys" : "/accounts";

    public AccountView? Account { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Problem?.IsNotFound == true ? NotFound() : Page();
    }

    protected EtrmsApi Api { get; } = api;

    protected virtual void Prefill(AccountView account)
    {
    }

    protected virtual async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await Api.GetAccountAsync(Id, cancellationToken);
        (Account, Problem) = (answer.Value, answer.Problem);
        if (Account is not null && HttpMethods.IsGet(Request.Method))
        {
            Prefill(Account);
        }
    }

    protected async Task<IActionResult> FinishAsync<T>(ApiAnswer<T> answer, string notice, CancellationToken cancellationToken)
    {
        if (answer.IsOk)
        {
            Notice = notice;
            return Redirect(Home);
        }

        ShowInForm(answer.Problem);
        await LoadAsync(cancellationToken);
        return Again();
    }
}
