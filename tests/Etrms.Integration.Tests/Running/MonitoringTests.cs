using System.Net;
using Etrms.Contracts;

namespace Etrms.Integration.Tests.Running;

[Collection(nameof(RunningSystem))]
public sealed class MonitoringTests(RunningSystem system)
{
    [Fact]
    public async Task Monitoring_stops_for_a_reason_and_a_time_and_starts_again()
    {
        await RunningAsync();

        var stopped = await system.Trader.PostAsync<CommandView>("/monitoring/stop", new StopMonitoringRequest { Reason = "maintenance of the venue", ResumeAfterMinutes = 5 });
        Assert.Equal("done", stopped.State);
        var view = await system.Trader.GetAsync<MonitoringView>("/monitoring");
        Assert.Equal("stopped", view.State);
        Assert.NotNull(view.ResumeAt);

        await system.Trader.PostAsync<CommandView>("/monitoring/start", new { }, HttpStatusCode.OK);
        await RunningAsync();
    }

    private Task RunningAsync() =>
        Eventually.TrueAsync("monitoring runs", async _ => (await system.Trader.GetAsync<MonitoringView>("/monitoring")).State == "running");
}
