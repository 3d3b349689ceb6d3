using System.Globalization;
using Etrms.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    public Task<ApiAnswer<AlertDetailView>> GetAlertAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<AlertDetailView>($"/alerts/{id}", cancellationToken);

    public Task<ApiAnswer<NotificationChannelsView>> GetChannelsAsync(CancellationToken cancellationToken) =>
        GetAsync<NotificationChannelsView>("/notifications/channels", cancellationToken);

    public Task<ApiAnswer<NotificationChannelView>> GetChannelAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<NotificationChannelView>($"/notifications/channels/{id}", cancellationToken);

    public Task<ApiAnswer<NotificationChannelView>> AddChannelAsync(NotificationChannelRequest body, CancellationToken cancellationToken) =>
        PostAsync<NotificationChannelView>("/notifications/channels", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<NotificationChannelView>> ChangeChannelAsync(Guid id, NotificationChannelRequest body, CancellationToken cancellationToken) =>
        PutAsync<NotificationChannelView>($"/notifications/channels/{id}", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<Done>> RemoveChannelAsync(Guid id, CancellationToken cancellationToken) =>
        DeleteAsync<Done>($"/notifications/channels/{id}", cancellationToken);

    public Task<ApiAnswer<CommandView>> TestChannelAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<CommandView>($"/notifications/channels/{id}/test", null, cancellationToken);

    public Task<ApiAnswer<Page<NotificationDeliveryView>>> GetDeliveriesAsync(
        Guid? channel, string? state, string? cursor, int limit, CancellationToken cancellationToken) =>
        GetAsync<Page<NotificationDeliveryView>>(
            QueryHelpers.AddQueryString("/notifications/deliveries", Given(new()
            {
                ["channel"] = channel?.ToString(),
                ["state"] = state,
                ["cursor"] = cursor,
                ["limit"] = limit.ToString(CultureInfo.InvariantCulture),
            })),
            cancellationToken);
}
