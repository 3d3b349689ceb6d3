using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Configuration;

public sealed class CompareModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? To { get; set; }

    public RiskConfigurationDiffView? Difference { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetConfigurationDiffAsync(From, To, cancellationToken);
        (Difference, Problem) = (answer.Value, answer.Problem);
    }
}
