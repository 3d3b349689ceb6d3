using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

/// <summary>Asks before one order, or all of a kind, is cancelled.</summary>
public sealed class CancelModel(EtrmsApi api) : PortalPage
{
    [BindProperty]
    public Guid Key { get; set; } = Guid.NewGuid();

    [BindProperty]
    public CancelFilter Filter { get; set; } = CancelFilter.Opening;

    [BindProperty(SupportsGet = true)]
    public Guid? Account { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Symbol { get; set; }

    /// <summary>Id of the one order; null asks about all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Order { get; set; }

    public IReadOnlyList<OpenOrderView> Orders { get; private set; } = [];

    public bool IsOne => !string.IsNullOrEmpty(Order);

    public OpenOrderView? One => IsOne
        ? Orders.FirstOrDefault(order => order.AccountId == Account && order.Symbol == Symbol && order.OrderId == Order)
        : null;

    public bool IsProtective => One is { } one && (one.ReduceOnly || one.ClosePosition) && one.Type is not (OrderType.Limit or OrderType.Market);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        const string reason = "cancelled in the portal";
        var request = IsOne
            ? new CancelOrdersRequest { AccountId = Account, Symbol = Symbol, OrderId = Order, Reason = reason }
            : new CancelOrdersRequest { Filter = Filter, Reason = reason };
        var answer = await api.CancelOrdersAsync(request, Key, cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            Key = NextKey(answer.Problem, Key, nameof(Key));
            return Again();
        }

        Notice = IsOne ? "The order is being cancelled." : "The orders are being cancelled.";
        NoticeUrl = $"/commands?id={answer.Value.Id}";
        return Redirect("/positions?tab=orders");
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetPositionsAsync(cancellationToken);
        Problem = answer.Problem;
        Orders = answer.Value?.OpenOrders ?? [];
    }
}
