using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
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
internal sealed class ExecutionRules(SettingsInForce settings, IOptions<RiskOptions> options, CrashPoints crash, TimeProvider clock)
{
    public CrashPoints Crash => crash;

    public StopThrottle Stops { get; } = new(options.Value.StopPlacementsPerMinute, clock);

    public Pace NewPace() => new(settings.Current, clock);

    public FlatteningSettings Settings(ClosePressure pressure) => new()
    {
        Slippage = settings.Current.Escalation,
        StartWithMarket = pressure.Style == CloseStyle.Market,
        MaxSlippage = pressure.MaxSlippage,
    };
}
