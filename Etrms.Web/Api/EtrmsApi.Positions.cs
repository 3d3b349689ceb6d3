using Etrms.Contracts;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    public Task<ApiAnswer<PositionsView>> GetPositionsAsync(CancellationToken cancellationToken) =>
        GetAsync<PositionsView>("/positions", cancellationToken);

    public Task<ApiAnswer<PositionView>> GetPositionAsync(string id, CancellationToken cancellationToken) =>
        GetAsync<PositionView>(Position(id), cancellationToken);

    public Task<ApiAnswer<CommandView>> ClosePositionAsync(string id, ClosePositionRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>($"{Position(id)}/close", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<CommandView>> ReducePositionAsync(
        string id, ReducePositionRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>($"{Position(id)}/reduce", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<CommandView>> ProtectPositionAsync(
        string id, ProtectPositionRequest body, Guid key, CancellationToken cancellationToken) =>
        PutAsync<CommandView>($"{Position(id)}/protection", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<CommandView>> CancelOrdersAsync(CancelOrdersRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>("/orders/cancel", ApiCall.Body(body), cancellationToken, key);

    public Task<ApiAnswer<CommandView>> GetCommandAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<CommandView>($"/commands/{id}", cancellationToken);

    public Task<ApiAnswer<CommandProgressView>> GetProgressAsync(Guid command, CancellationToken cancellationToken) =>
        GetAsync<CommandProgressView>($"/commands/{command}/progress", cancellationToken);

    private static string Position(string id) => $"/positions/{Uri.EscapeDataString(id)}";
}
