using Microsoft.Extensions.Options;

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
internal sealed class ExecutionRules(IOptions<RiskOptions> options, CrashPoints crash, TimeProvider clock)
{
    public CrashPoints Crash => crash;

    public Pace NewPace() => new(options.Value, clock);
}
