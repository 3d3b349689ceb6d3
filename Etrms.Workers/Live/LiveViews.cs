using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Workers.Risk;
using Etrms.Workers.Risk.Crash;

namespace Etrms.Workers.Live;

/// <summary>A snapshot of the engine as browsers see it, with what the worker knows beside.</summary>
internal sealed class LiveViews(MonitoredAccounts accounts, MonitoringState monitoring, CrashReplays crashes)
{
    public AccountsView Accounts(RiskSnapshot snapshot) => snapshot.ToAccountsView(accounts);

    public RiskMetricsView Metrics(RiskSnapshot snapshot) => snapshot.ToRiskMetricsView(monitoring.Surroundings);

    public RiskMeasuresView Measures(RiskSnapshot snapshot) => snapshot.ToRiskMeasuresView(crashes.Of(snapshot));
}
