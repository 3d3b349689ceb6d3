using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Jobs;

/// <summary>A job that comes round by itself: run now, pause with a reason, another time.</summary>
public sealed class ScheduleModel(EtrmsApi api) : PortalPage
{
    private const string Home = "/jobs?tab=schedules";

    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    [BindProperty]
    public string? Cron { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public JobScheduleView? Schedule { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Cron = Schedule?.Cron;
        return Schedule is null && Problem is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostChangeAsync(CancellationToken cancellationToken) => await FinishAsync(
        await api.ChangeScheduleAsync(Name, new ChangeScheduleRequest { Cron = Cron?.Trim() ?? "" }, cancellationToken), "The schedule is changed.", cancellationToken);

    public async Task<IActionResult> OnPostPauseAsync(CancellationToken cancellationToken) => await FinishAsync(
        await api.PauseScheduleAsync(Name, new PauseJobsRequest { Reason = Reason?.Trim() ?? "" }, cancellationToken), "It is paused.", cancellationToken);

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken cancellationToken) =>
        Tell(await api.ResumeScheduleAsync(Name, cancellationToken), "It comes round again.");

    public async Task<IActionResult> OnPostRunAsync(CancellationToken cancellationToken) =>
        Tell(await api.RunScheduleAsync(Name, cancellationToken), "It runs now, besides its schedule.");

    private async Task<IActionResult> FinishAsync(ApiAnswer<Done> answer, string done, CancellationToken cancellationToken)
    {
        if (answer.IsOk)
        {
            return Tell(answer, done);
        }

        await LoadAsync(cancellationToken);
        ShowInForm(answer.Problem);
        return Again();
    }

    private RedirectResult Tell(ApiAnswer<Done> answer, string done)
    {
        Notice = answer.IsOk ? done : answer.Problem.Text;
        return Redirect(Home);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetSchedulesAsync(cancellationToken);
        (Schedule, Problem) = (answer.Value?.Schedules.FirstOrDefault(schedule => schedule.Name == Name), answer.Problem);
    }
}
