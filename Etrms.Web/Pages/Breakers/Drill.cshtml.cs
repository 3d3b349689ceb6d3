using Etrms.Contracts;
using Etrms.Web.Api;

namespace Etrms.Web.Pages.Breakers;

/// <summary>Asks every breaker, or one, what it would do right now, without doing it.</summary>
public sealed class DrillModel(EtrmsApi api) : PortalPage
{
    public BreakerEvaluationsView? Result { get; private set; }

    public async Task OnGetAsync(Guid? id, CancellationToken cancellationToken)
    {
        var answer = await api.EvaluateBreakersAsync(id, cancellationToken);
        (Result, Problem) = (answer.Value, answer.Problem);
    }
}
