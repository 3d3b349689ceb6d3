using Etrms.Contracts;
using Etrms.Web.Api;

namespace Etrms.Web.Pages.Breakers;

public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    public IReadOnlyList<BreakerView> Breakers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetBreakersAsync(cancellationToken);
        Problem = answer.Problem;
        Breakers = BreakerOrder.MostUrgentFirst(answer.Value?.Breakers ?? []);
    }
}
