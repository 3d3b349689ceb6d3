using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Notifications;

public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    private const string Address = "/settings/notifications";
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public Guid? Channel { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public NotificationChannelsView Channels { get; private set; } = new([], 0, null);

    public Page<NotificationDeliveryView> Deliveries { get; private set; } = new([], null, 0);

    public bool IsFiltered => Channel is not null || !string.IsNullOrEmpty(State);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var channels = api.GetChannelsAsync(cancellationToken);
        var deliveries = api.GetDeliveriesAsync(Channel, State, Cursor, PageSize, cancellationToken);
        var answer = await channels;
        Problem = answer.Problem;
        Channels = answer.Value ?? Channels;
        Deliveries = (await deliveries).Value ?? Deliveries;
    }

    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken cancellationToken)
    {
        var answer = await api.TestChannelAsync(id, cancellationToken);
        Notice = answer switch
        {
            { IsOk: false } => $"The test did not get out. {answer.Problem.Text}",
            { Value.State: "done" } => "The test was sent. Look whether it arrived.",
            _ => "The worker has not answered yet. The delivery log shows what becomes of the test.",
        };
        return Redirect(Address);
    }

    /// <summary>The log with the same filters from a cursor on; null is the newest page.</summary>
    public string PageUrl(string? cursor) => QueryHelpers.AddQueryString(Address, new Dictionary<string, string?>
    {
        ["channel"] = Channel?.ToString(),
        ["state"] = State,
        ["cursor"] = cursor,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value))) + "#deliveries";
}
