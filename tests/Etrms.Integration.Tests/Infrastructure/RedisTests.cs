using System.Collections.Concurrent;
using System.Diagnostics;
using Etrms.AppHost.Local;
using Etrms.Contracts;
using Etrms.Infrastructure.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Etrms.Integration.Tests.Infrastructure;

public sealed class RedisTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_arrive_in_order_and_the_newest_snapshot_is_kept()
    {
        await using var services = await ConnectedAsync(servers.Redis);
        var bus = services.GetRequiredService<LiveBus>();
        var channel = $"test-{Guid.NewGuid():N}";
        var received = new ConcurrentQueue<long>();
        await bus.SubscribeAsync(channel, message => received.Enqueue(message.Seq), Cancellation);

        foreach (var seq in Enumerable.Range(1, 50))
        {
            Assert.True(await bus.PublishAsync(Message(channel, seq, seq == 40 ? LiveMessage.Snapshot : "positions_changed")));
        }

        await Eventually.TrueAsync("50 messages arrive", _ => Task.FromResult(received.Count == 50));
        Assert.Equal(Enumerable.Range(1, 50).Select(seq => (long)seq), received);
        var latest = await bus.ReadLatestAsync(channel, Cancellation);
        Assert.Equal(40, latest!.Seq);
        Assert.Equal("0.10", latest.Data.GetProperty("equity").GetString());
    }

    [Fact]
    public async Task A_bell_wakes_early_and_a_silent_one_ends_the_wait_in_time()
    {
        await using var services = await ConnectedAsync(servers.Redis);
        var bells = services.GetRequiredService<Bells>();
        var listener = bells.Listen(Bell.Commands);
        await listener.WaitAsync(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);

        var waiting = listener.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancellation);

        await Eventually.TrueAsync("the bell is heard", async _ => await bells.RingAsync(Bell.Commands) && waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Without_redis_nothing_throws_and_nothing_waits()
    {
        await using var services = TestServices.Build("Host=127.0.0.1;Port=1", "127.0.0.1:1,password=none");
        var bus = services.GetRequiredService<LiveBus>();
        var began = Stopwatch.StartNew();

        Assert.False(await bus.PublishAsync(Message("positions", 1, LiveMessage.Snapshot)));
        Assert.Null(await bus.ReadLatestAsync("positions", Cancellation));
        Assert.False(await services.GetRequiredService<Bells>().RingAsync(Bell.Configuration));

        Assert.False(bus.IsConnected);
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(1));
        var health = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "redis", Cancellation);
        Assert.Equal(HealthStatus.Degraded, health.Status);
    }

    [Fact]
    public async Task A_subscription_outlives_a_crash_of_redis()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"etrms-{Guid.NewGuid():N}");
        var builder = DistributedApplication.CreateBuilder([$"--ETRMS_STATE={folder}"]);
        builder.AddRedis("redis");
        await using var application = builder.Build();
        await application.StartAsync(Cancellation);
        await using var services = await ConnectedAsync(application.GetConnectionString("redis"));
        var bus = services.GetRequiredService<LiveBus>();
        var received = new ConcurrentQueue<long>();
        await bus.SubscribeAsync("alerts", message => received.Enqueue(message.Seq), Cancellation);

        using (var redis = Process.GetProcessById(application.GetProcessId("redis")))
        {
            redis.Kill();
        }

        await Eventually.TrueAsync("the loss is noticed", _ => Task.FromResult(!bus.IsConnected));
        await Eventually.TrueAsync(
            "a message gets through again",
            async _ => await bus.PublishAsync(Message("alerts", 7, "alert_raised")) && received.Contains(7), TimeSpan.FromSeconds(20));
        await application.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<ServiceProvider> ConnectedAsync(string redis)
    {
        var services = TestServices.Build("Host=127.0.0.1;Port=1", redis);
        await Eventually.TrueAsync("Redis is connected", _ => Task.FromResult(services.GetRequiredService<LiveBus>().IsConnected));
        return services;
    }

    private static LiveMessage Message(string channel, long seq, string type) =>
        new(channel, type, seq, Some.Time, Some.Time, Some.Json("""{"equity":"0.10"}"""));
}
