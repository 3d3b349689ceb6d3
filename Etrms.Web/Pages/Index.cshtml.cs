using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages;

public sealed class IndexModel(EtrmsApi api, TimeProvider clock) : PortalPage
{
    private const int TripsLookedAt = 50;

    public ApiAnswer<PositionsView> Positions { get; private set; } = ApiProblem.Unreachable(null);

    public ApiAnswer<AccountsView> Accounts { get; private set; } = ApiProblem.Unreachable(null);

    public SvgChart? Equity { get; private set; }

    public RiskMetricsView? Risk => Shell.Risk;

    /// <summary>Breakers nearest to their limit first; tripped ones before all.</summary>
    public IReadOnlyList<BreakerView> Breakers { get; private set; } = [];

    public int Armed => Breakers.Count(breaker => breaker.Configuration.Mode == BreakerMode.Armed);

    public RiskTiles Tiles => RiskTiles.Of(Risk);

    public bool IsNew => Accounts is { IsOk: true, Value.Accounts.Count: 0 };

    /// <summary>The equity curve as a file.</summary>
    public FileContentResult OnGetEquity(string? format) => Export.Equity(Risk?.EquityCurve ?? [], format, clock.GetUtcNow());

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var positions = api.GetPositionsAsync(cancellationToken);
        var accounts = api.GetAccountsAsync(cancellationToken);
        var trips = api.GetBreakerEventsAsync(new BreakerEventQuery { Group = "triggered", Limit = TripsLookedAt }, cancellationToken);
        (Positions, Accounts) = (await positions, await accounts);
        Breakers = BreakerOrder.MostUrgentFirst(Risk?.Breakers ?? []);
        var at = (await trips).Value?.Items.Where(entry => entry.Kind == BreakerEventKind.Triggered).Select(entry => entry.At).ToList() ?? [];
        Equity = EquityChart.Draw(Risk?.EquityCurve ?? [], at, Tiles.DrawdownBreaker?.Configuration.Threshold, "/?handler=Equity");
    }
}
