using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Breakers;

public sealed class DetailModel(EtrmsApi api) : PortalPage
{
    public BreakerView? Breaker { get; private set; }

    public IReadOnlyList<BreakerEventView> Events { get; private set; } = [];

    public SvgChart? Timeline { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var breaker = api.GetBreakerAsync(id, cancellationToken);
        var events = api.GetBreakerEventsAsync(new BreakerEventQuery { Breaker = id, Limit = 20 }, cancellationToken);
        var answer = await breaker;
        if (answer.Problem?.IsNotFound == true)
        {
            return NotFound();
        }

        (Breaker, Problem) = (answer.Value, answer.Problem);
        Events = (await events).Value?.Items ?? [];
        Timeline = BreakerTimeline.Draw(Events);
        return Page();
    }
}
