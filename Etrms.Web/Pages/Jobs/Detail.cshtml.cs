using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Jobs;

public sealed class DetailModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public JobDetailView? Detail { get; private set; }

    public JobView? Job => Detail?.Job;

    /// <summary>Where what it carries out is shown; null when nowhere.</summary>
    public string? SubjectUrl => Job is { Kind: JobKind.Backtest, SubjectId: { } subject } ? $"/backtests/{subject}" : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetJobAsync(Id, cancellationToken);
        if (answer.Problem?.IsNotFound == true)
        {
            return NotFound();
        }

        (Detail, Problem) = (answer.Value, answer.Problem);
        return Page();
    }

    public Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken) =>
        DoAsync(api.CancelJobAsync(Id, cancellationToken), "The job was not cancelled.");

    public Task<IActionResult> OnPostRetryAsync(CancellationToken cancellationToken) =>
        DoAsync(api.RetryJobAsync(Id, cancellationToken), "The job was not started again.");

    private async Task<IActionResult> DoAsync(Task<ApiAnswer<JobView>> deed, string otherwise)
    {
        var answer = await deed;
        Notice = answer.IsOk ? null : $"{otherwise} {answer.Problem.Text}";
        return Redirect($"/jobs/{Id}");
    }
}
