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

    [Fact]
    public async Task While_it_is_stopped_no_new_risk_is_taken_and_two_stops_at_once_are_both_done()
    {
        await RunningAsync();

        var stops = await Task.WhenAll(StopAsync("lunch"), StopAsync("dinner"));

        Assert.All(stops, stop => Assert.Equal("done", stop.State));
        await PostureAsync("refuses new risk", reason => reason?.Contains("Monitoring was stopped by trader", StringComparison.Ordinal) == true);
        await system.Trader.PostAsync<CommandView>("/monitoring/start", new { });
        await PostureAsync("refuses it no longer for that", reason => reason?.Contains("Monitoring", StringComparison.Ordinal) != true);
    }

    private Task<CommandView> StopAsync(string reason) =>
        system.Trader.PostAsync<CommandView>("/monitoring/stop", new StopMonitoringRequest { Reason = reason, ResumeAfterMinutes = 5 });

    private Task PostureAsync(string what, Func<string?, bool> holds) =>
        Eventually.TrueAsync(what, async _ => holds((await system.Trader.GetAsync<RiskMetricsView>("/risk/metrics")).PostureReason));

    private Task RunningAsync() =>
        Eventually.TrueAsync("monitoring runs", async _ => (await system.Trader.GetAsync<MonitoringView>("/monitoring")).State == "running");
}
