using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Keys;

public sealed class IndexModel(EtrmsApi api, TimeProvider clock) : PortalPage
{
    public IReadOnlyList<StoredKey> Keys { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var accounts = api.GetAccountsAsync(cancellationToken);
        var keys = await api.GetKeysAsync(cancellationToken);
        var known = await accounts;
        Problem = keys.Problem ?? known.Problem;
        if (keys.IsOk && known.IsOk)
        {
            Keys = [.. known.Value.Accounts.Join(keys.Value.Keys, account => account.Id, key => key.AccountId, Join)
                .OrderBy(stored => stored.Account.Name, StringComparer.OrdinalIgnoreCase).ThenBy(stored => stored.Account.Id)];
        }
    }

    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken cancellationToken) =>
        Tell(await api.TestKeyAsync(id, cancellationToken), "The exchange accepted the key.");

    public async Task<IActionResult> OnPostEnableAsync(Guid id, CancellationToken cancellationToken) =>
        Tell(await api.EnableKeyAsync(id, cancellationToken), "The exchange accepted the key; its account is watched again.");

    private RedirectResult Tell(ApiAnswer<ApiKeyView> answer, string done)
    {
        Notice = answer.IsOk ? done : $"The key did not pass. {answer.Problem.Text}";
        return Redirect("/keys");
    }

    private StoredKey Join(AccountView account, ApiKeyView key) =>
        new(account, key, clock.GetUtcNow() - key.CreatedAt > TimeSpan.FromDays(StoredKey.RotateAfterDays));
}
