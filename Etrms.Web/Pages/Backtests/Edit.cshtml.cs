using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

/// <summary>Changing a stored backtest; a result that it had belongs to what it was and is gone.</summary>
public sealed class EditModel(EtrmsApi api) : BacktestForm(api)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public override string Action => $"/backtests/edit?id={Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await Api.GetBacktestAsync(Id, cancellationToken);
        if (answer.Problem?.IsNotFound == true)
        {
            return NotFound();
        }

        Input = answer.IsOk ? BacktestInput.From(answer.Value.Configuration) : Input;
        await LoadAsync(cancellationToken);
        if (answer.IsOk)
        {
            await CheckAsync(cancellationToken);
        }
        else
        {
            Problem ??= answer.Problem;
        }

        return Page();
    }

    /// <param name="then">"run" starts it at once.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<IActionResult> OnPostAsync(string? then, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!ModelState.IsValid)
        {
            await CheckAsync(cancellationToken);
            return Again();
        }

        var answer = await Api.UpdateBacktestAsync(Id, Body, cancellationToken);
        if (!answer.IsOk)
        {
            ShowReasons(answer.Problem.Errors, answer.Problem);
            return Again();
        }

        var started = then == "run" ? await Api.RunBacktestAsync(Id, cancellationToken) : answer;
        Notice = started.Problem is { } problem ? $"The changes are saved, and the run was not started. {problem.Text}" : "The changes are saved.";
        return Redirect($"/backtests/{Id}");
    }
}
