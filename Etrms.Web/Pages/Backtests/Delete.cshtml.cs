using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

public sealed class DeleteModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public BacktestView? Backtest { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetBacktestAsync(Id, cancellationToken);
        (Backtest, Problem) = (answer.Value, answer.Problem);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answer = await api.DeleteBacktestAsync(Id, cancellationToken);
        Notice = answer.IsOk ? "The backtest is deleted. Its trials still count in the verdicts of others." : $"The backtest was not deleted. {answer.Problem.Text}";
        return Redirect(answer.IsOk ? "/backtests" : $"/backtests/{Id}");
    }
}
