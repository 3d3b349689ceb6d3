using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    private const string Breakers = "/circuit-breakers";

    public Task<ApiAnswer<BreakersView>> GetBreakersAsync(CancellationToken cancellationToken) =>
        GetAsync<BreakersView>(Breakers, cancellationToken);

    public Task<ApiAnswer<BreakerView>> GetBreakerAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<BreakerView>($"{Breakers}/{id}", cancellationToken);

    public Task<ApiAnswer<ConditionsView>> GetConditionsAsync(CancellationToken cancellationToken) =>
        GetAsync<ConditionsView>($"{Breakers}/conditions", cancellationToken);

    public Task<ApiAnswer<BreakerPreviewView>> PreviewBreakerAsync(BreakerBody body, CancellationToken cancellationToken) =>
        PostAsync<BreakerPreviewView>($"{Breakers}/preview", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<BreakerView>> CreateBreakerAsync(BreakerBody body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<BreakerView>(Breakers, ApiCall.Body(body), cancellationToken, key);

    /// <summary>What a breaker would have done over the recorded days.</summary>
    public Task<ApiAnswer<RehearsalView>> RehearseBreakerAsync(BreakerBody body, CancellationToken cancellationToken) =>
        PostAsync<RehearsalView>($"{Breakers}/rehearse", ApiCall.Body(new RehearseBreakerRequest { Breaker = body }), cancellationToken);

    /// <summary>How far a rehearsal is, and what it has found.</summary>
    public Task<ApiAnswer<RehearsalView>> GetRehearsalAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<RehearsalView>($"{Breakers}/rehearsals/{id}", cancellationToken);

    /// <summary>Ends a rehearsal with what it has found.</summary>
    public Task<ApiAnswer<RehearsalView>> CancelRehearsalAsync(Guid id, CancellationToken cancellationToken) =>
        SendAsync<RehearsalView>(HttpMethod.Delete, $"{Breakers}/rehearsals/{id}", null, null, cancellationToken);

    /// <summary>Presses the button of a breaker of type MANUAL.</summary>
    public Task<ApiAnswer<CommandView>> PressButtonAsync(Guid id, PressButtonRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>($"{Breakers}/{id}/press", ApiCall.Body(body), cancellationToken, key);

    /// <param name="revision">The one that was read; if it has changed since, nothing is written.</param>
    public Task<ApiAnswer<BreakerView>> UpdateBreakerAsync(Guid id, int revision, BreakerBody body, CancellationToken cancellationToken) =>
        SendAsync<BreakerView>(HttpMethod.Put, $"{Breakers}/{id}", ApiCall.Body(body), null, cancellationToken, revision);

    public Task<ApiAnswer<Done>> DeleteBreakerAsync(Guid id, CancellationToken cancellationToken) =>
        DeleteAsync<Done>($"{Breakers}/{id}", cancellationToken);

    public Task<ApiAnswer<BreakerView>> SetBreakerModeAsync(Guid id, BreakerMode mode, CancellationToken cancellationToken) =>
        PutAsync<BreakerView>($"{Breakers}/{id}/mode", ApiCall.Body(new SetBreakerModeRequest { Mode = mode }), cancellationToken);

    public Task<ApiAnswer<CommandView>> ResumeBreakerAsync(Guid id, ResumeBreakerRequest body, Guid key, CancellationToken cancellationToken) =>
        PostAsync<CommandView>($"{Breakers}/{id}/resume", ApiCall.Body(body), cancellationToken, key);

    /// <param name="id">The one to ask; null asks all.</param>
    public Task<ApiAnswer<BreakerEvaluationsView>> EvaluateBreakersAsync(Guid? id, CancellationToken cancellationToken) => PostAsync<BreakerEvaluationsView>(
        $"{Breakers}/evaluate", ApiCall.Body(new EvaluateBreakersRequest { Breakers = id is { } one ? [one] : [] }), cancellationToken);

    public Task<ApiAnswer<Page<BreakerEventView>>> GetBreakerEventsAsync(BreakerEventQuery query, CancellationToken cancellationToken) =>
        GetAsync<Page<BreakerEventView>>(QueryHelpers.AddQueryString($"{Breakers}/events", Given(query.ToDictionary())), cancellationToken);

    public Task<ApiAnswer<BreakerEventView>> GetBreakerEventAsync(long seq, CancellationToken cancellationToken) =>
        GetAsync<BreakerEventView>($"{Breakers}/events/{seq}", cancellationToken);

    /// <summary>Checks the seals of the whole history.</summary>
    public Task<ApiAnswer<EventChainView>> CheckEventChainAsync(CancellationToken cancellationToken) =>
        GetAsync<EventChainView>($"{Breakers}/events/chain", cancellationToken);

    /// <summary>The recorded inputs around a trip, for replaying it elsewhere.</summary>
    public Task<ApiAnswer<ApiFile>> GetRecordingAsync(long seq, CancellationToken cancellationToken) =>
        GetAsync<ApiFile>($"{Breakers}/events/{seq}/recording", cancellationToken);
}
