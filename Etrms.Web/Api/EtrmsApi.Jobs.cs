using Etrms.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    private const string Jobs = "/jobs";

    public Task<ApiAnswer<JobsOverviewView>> GetJobsOverviewAsync(CancellationToken cancellationToken) =>
        GetAsync<JobsOverviewView>($"{Jobs}/overview", cancellationToken);

    public Task<ApiAnswer<JobListView>> GetJobsAsync(JobQuery query, CancellationToken cancellationToken) =>
        GetAsync<JobListView>(QueryHelpers.AddQueryString(Jobs, Given(query.ToDictionary())), cancellationToken);

    public Task<ApiAnswer<JobDetailView>> GetJobAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<JobDetailView>($"{Jobs}/{id}", cancellationToken);

    public Task<ApiAnswer<JobView>> CancelJobAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<JobView>($"{Jobs}/{id}/cancel", null, cancellationToken);

    public Task<ApiAnswer<JobView>> RetryJobAsync(Guid id, CancellationToken cancellationToken) =>
        PostAsync<JobView>($"{Jobs}/{id}/retry", null, cancellationToken);

    /// <summary>No job starts until they are resumed; those under way go on.</summary>
    public Task<ApiAnswer<Done>> PauseJobsAsync(PauseJobsRequest body, CancellationToken cancellationToken) =>
        PostAsync<Done>($"{Jobs}/pause", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<Done>> ResumeJobsAsync(CancellationToken cancellationToken) =>
        PostAsync<Done>($"{Jobs}/resume", null, cancellationToken);

    public Task<ApiAnswer<JobAuditView>> GetJobAuditAsync(CancellationToken cancellationToken) =>
        GetAsync<JobAuditView>($"{Jobs}/audit", cancellationToken);

    public Task<ApiAnswer<JobSchedulesView>> GetSchedulesAsync(CancellationToken cancellationToken) =>
        GetAsync<JobSchedulesView>($"{Jobs}/schedules", cancellationToken);

    public Task<ApiAnswer<Done>> RunScheduleAsync(string name, CancellationToken cancellationToken) =>
        PostAsync<Done>($"{SchedulePath(name)}/run", null, cancellationToken);

    public Task<ApiAnswer<Done>> PauseScheduleAsync(string name, PauseJobsRequest body, CancellationToken cancellationToken) =>
        PostAsync<Done>($"{SchedulePath(name)}/pause", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<Done>> ResumeScheduleAsync(string name, CancellationToken cancellationToken) =>
        PostAsync<Done>($"{SchedulePath(name)}/resume", null, cancellationToken);

    public Task<ApiAnswer<Done>> ChangeScheduleAsync(string name, ChangeScheduleRequest body, CancellationToken cancellationToken) =>
        PutAsync<Done>(SchedulePath(name), ApiCall.Body(body), cancellationToken);

    private static string SchedulePath(string name) => $"{Jobs}/schedules/{Uri.EscapeDataString(name)}";
}
