using Etrms.Contracts;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    public Task<ApiAnswer<AccountsView>> GetAccountsAsync(CancellationToken cancellationToken) =>
        GetAsync<AccountsView>("/accounts", cancellationToken);

    public Task<ApiAnswer<AccountView>> GetAccountAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<AccountView>($"/accounts/{id}", cancellationToken);

    public Task<ApiAnswer<ApiKeysView>> GetKeysAsync(CancellationToken cancellationToken) =>
        GetAsync<ApiKeysView>("/api-keys", cancellationToken);

    /// <summary>The answer is the account, or a command that is still under way; the page needs neither.</summary>
    public Task<ApiAnswer<Done>> ConnectAccountAsync(CreateAccountRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<Done>("/accounts", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<AccountView>> RenameAccountAsync(Guid id, RenameAccountRequest body, CancellationToken cancellationToken) =>
        SendAsync<AccountView>(HttpMethod.Patch, $"/accounts/{id}", ApiCall.Body(body), null, cancellationToken);

    public Task<ApiAnswer<CommandView>> RemoveAccountAsync(Guid id, CancellationToken cancellationToken) =>
        DeleteAsync<CommandView>($"/accounts/{id}", cancellationToken);

    public Task<ApiAnswer<CommandView>> AcceptBalanceAsync(Guid id, AcceptBalanceRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>($"/accounts/{id}/accept-balance", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<ApiKeyView>> RotateKeyAsync(Guid id, RotateKeyRequest body, CancellationToken cancellationToken) =>
        PutAsync<ApiKeyView>($"/accounts/{id}/key", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<ApiKeyView>> DisableKeyAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<ApiKeyView>($"/accounts/{id}/key/disable", null, cancellationToken);

    public Task<ApiAnswer<ApiKeyView>> EnableKeyAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<ApiKeyView>($"/accounts/{id}/key/enable", null, cancellationToken);

    public Task<ApiAnswer<ApiKeyView>> TestKeyAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<ApiKeyView>($"/accounts/{id}/key/test", null, cancellationToken);
}
