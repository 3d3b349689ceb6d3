using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Web.Api;

namespace Etrms.Web.Pages.Market;

/// <summary>Every analysed contract at a glance: what its market is like, and what that does to the limits.</summary>
public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    /// <summary>Null while the Api has none; the reason then stands in <see cref="PortalPage.Problem"/>.</summary>
    public MarketAnalysisView? Market { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetMarketAsync(cancellationToken);
        (Market, Problem) = (answer.Value, answer.Problem);
    }

    public static string AddressOf(Exchange exchange, string symbol) => $"/market/{exchange.ToString().ToLowerInvariant()}/{Uri.EscapeDataString(symbol)}";
}
