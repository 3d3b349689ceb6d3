using Etrms.Domain.Risk;

namespace Etrms.Workers.Risk.Execution;

/// <summary>What every executor works with.</summary>
internal sealed class OrderDesk(MonitoredAccounts accounts, MarketView market, OrderSender sender, ActionRecorder recorder, Attempts attempts)
{
    public MonitoredAccounts Accounts => accounts;

    public MarketView Market => market;

    public OrderSender Sender => sender;

    public ActionRecorder Recorder => recorder;

    public Attempts Attempts => attempts;
}

/// <summary>How executors behave over time.</summary>
internal sealed class ExecutionRules(SettingsInForce settings, CrashPoints crash, TimeProvider clock)
{
    public CrashPoints Crash => crash;

    public Pace NewPace() => new(settings.Current, clock);

    public FlatteningSettings Pressure => new() { Slippage = settings.Current.Escalation };
}
