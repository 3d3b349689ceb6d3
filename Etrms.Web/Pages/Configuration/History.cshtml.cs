using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Configuration;

public sealed class HistoryModel(EtrmsApi api) : PortalPage
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public Page<RiskConfigurationVersionView> Versions { get; private set; } = new([], null, 0);

    /// <summary>Number of the newest version of all.</summary>
    public int Newest => (int)Versions.Total;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetConfigurationVersionsAsync(Cursor, PageSize, cancellationToken);
        (Versions, Problem) = (answer.Value ?? Versions, answer.Problem);
    }
}
