using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class IndexModel(EtrmsApi api, TimeProvider clock) : PortalPage
{
    /// <summary>"orders" shows the resting orders instead.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    public bool ShowsOrders => Tab == "orders";

    public IReadOnlyList<PositionView> Positions { get; private set; } = [];

    public IReadOnlyList<OpenOrderView> Orders { get; private set; } = [];

    public bool IsComplete { get; private set; } = true;

    public string ExportUrl => ShowsOrders ? "/positions?handler=Export&tab=orders" : "/positions?handler=Export";

    /// <summary>The list as a file.</summary>
    public async Task<FileContentResult> OnGetExportAsync(string? format, CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        return ShowsOrders ? Export.Orders(Orders, format, clock.GetUtcNow()) : Export.Positions(Positions, format, clock.GetUtcNow());
    }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetPositionsAsync(cancellationToken);
        Problem = answer.Problem;
        if (answer.IsOk)
        {
            Positions = [.. answer.Value.Positions.OrderByDescending(position => position.Notional ?? 0).ThenBy(position => position.Id, StringComparer.Ordinal)];
            Orders = [.. answer.Value.OpenOrders.OrderBy(order => order.Symbol, StringComparer.Ordinal).ThenBy(order => order.OrderId, StringComparer.Ordinal)];
            IsComplete = answer.Value.IsComplete;
        }
    }
}
