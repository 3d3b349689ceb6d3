using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    private IReadOnlyDictionary<Guid, ApiKeyView> _keys = new Dictionary<Guid, ApiKeyView>();

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    public ApiKeyView? KeyOf(AccountView account) => _keys.GetValueOrDefault(account.Id);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var accounts = api.GetAccountsAsync(cancellationToken);
        var keys = api.GetKeysAsync(cancellationToken);
        var answer = await accounts;
        Problem = answer.Problem;
        Accounts = [.. (answer.Value?.Accounts ?? []).OrderBy(account => account.Name, StringComparer.OrdinalIgnoreCase).ThenBy(account => account.Id)];
        _keys = ((await keys).Value?.Keys ?? []).DistinctBy(key => key.AccountId).ToDictionary(key => key.AccountId);
    }

    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken cancellationToken)
    {
        var answer = await api.TestKeyAsync(id, cancellationToken);
        Notice = answer.IsOk ? "The exchange accepted the key." : $"The key did not pass. {answer.Problem.Text}";
        return Redirect("/accounts");
    }
}
