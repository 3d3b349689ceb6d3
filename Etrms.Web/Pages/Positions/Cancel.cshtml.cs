using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class CancelModel(EtrmsApi api) : PortalPage
{
    [BindProperty]
    public Guid Key { get; set; } = Guid.NewGuid();

    [BindProperty]
    public CancelFilter Filter { get; set; } = CancelFilter.Opening;

    public IReadOnlyList<OpenOrderView> Orders { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var answer = await api.CancelOrdersAsync(
            new CancelOrdersRequest { Filter = Filter, Reason = "cancelled in the portal" }, Key, cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return Again();
        }

        Notice = "The orders are being cancelled.";
        return Redirect("/positions?tab=orders");
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetPositionsAsync(cancellationToken);
        Problem = answer.Problem;
        Orders = answer.Value?.OpenOrders ?? [];
    }
}
