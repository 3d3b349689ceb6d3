using System.Collections.Concurrent;
using System.Net;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Integration.Tests.Guard;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 4.13: alerts reach the trader when Redis, a channel or he himself is away. With real receivers on this machine.</summary>
public sealed class NotificationCases(NotifiedBed bed) : IClassFixture<NotifiedBed>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SecondChannelWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task FC_54_Without_Redis_a_breaker_closes_and_its_alert_goes_out_by_the_channels()
    {
        var (account, breaker) = await bed.GuardAsync(account => Limits.Drawdown(account));
        try
        {
            bed.Redis.Shut();

            await bed.FallAsync();

            var request = await bed.Hook.RequestAsync("the alert by webhook", request => NotifiedBed.IsAbout(request, breaker), Soon);
            var alert = request.Json.GetProperty("alerts")[0];
            Assert.Equal("CRITICAL", alert.GetProperty("severity").GetString());
            Assert.Contains("threshold 5 %", alert.GetProperty("text").GetString(), StringComparison.Ordinal);
            await bed.Mail.MailAsync("the alert by mail", mail => mail.Content.Contains("[CRITICAL]", StringComparison.Ordinal));
            await Eventually.TrueAsync("the breaker has acted", async _ => (await bed.Bed.EventsAsync()).Any(entry => entry.BreakerId == breaker.Id && entry.Kind == BreakerEventKind.Acted), Soon);
            Assert.Empty(await bed.Bed.Venue.PositionsAsync(account.Hand));
        }
        finally
        {
            await ReopenRedisAsync();
        }
    }

    [Fact]
    public async Task FC_65_A_critical_alert_that_nobody_acknowledged_repeats_on_pages_and_channels()
    {
        var live = new ConcurrentQueue<LiveMessage>();
        await bed.Bus.SubscribeAsync(LiveChannels.Alerts, live.Enqueue, TestContext.Current.CancellationToken);
        var (_, breaker) = await bed.GuardAsync(account => Limits.Drawdown(account));

        await bed.FallAsync();

        foreach (var round in new[] { 0, 1, 2 })
        {
            await bed.Hook.RequestAsync(
                $"message {round}", request => NotifiedBed.IsAbout(request, breaker) && NotifiedBed.IsRepetition(request, round), Soon);
        }

        await Eventually.TrueAsync(
            "the repetition on open pages",
            _ => Task.FromResult(live.Any(message => message.Type == "alert_repeated" && message.Data.GetRawText().Contains($"{breaker.Id}", StringComparison.Ordinal))),
            Soon);
    }

    [Fact]
    public async Task FC_66_When_a_channel_fails_the_second_one_has_the_alert_within_ten_seconds_and_the_failure_shows()
    {
        var (_, breaker) = await bed.GuardAsync(account => Limits.Drawdown(account) with
        {
            Name = $"Warning {account.Id:N}",
            Stages = [new Stage(1m, [new BreakerAction(BreakerActionKind.Notify)])],
        });
        bed.Hook.Status = HttpStatusCode.ServiceUnavailable;
        try
        {
            await bed.FallAsync();

            await bed.Mail.MailAsync("the warning by mail", mail => mail.Content.Contains("[WARNING]", StringComparison.Ordinal));
            await Eventually.TrueAsync("both deliveries are stored", async token => (await bed.DeliveriesAsync(breaker, token)) is [_, _, ..] rows && rows.Any(row => row.State == DeliveryState.Sent), Soon);
            var rows = await bed.DeliveriesAsync(breaker, TestContext.Current.CancellationToken);
            var (failed, second) = (rows.First(row => row.ChannelName == "Hook"), rows.First(row => row.ChannelName == "Mail"));
            Assert.True(second.IsFallback);
            Assert.True(second.SentAt - failed.CreatedAt < SecondChannelWithin, $"The second channel had it after {second.SentAt - failed.CreatedAt}.");
            Assert.Equal((DeliveryState.Waiting, "The receiver answered 503."), (failed.State, failed.Error));
            Assert.NotNull(failed.NextTryAt);
            await Eventually.TrueAsync("the failure is an alert", IsFailureToldAsync, Soon);
        }
        finally
        {
            bed.Hook.Status = HttpStatusCode.OK;
        }

        await bed.Hook.RequestAsync("the warning after the outage", request => NotifiedBed.IsAbout(request, breaker), Soon);
    }

    private async Task<bool> IsFailureToldAsync(CancellationToken cancellationToken)
    {
        await using var db = await bed.Bed.OpenAsync();
        return await db.Alerts.AnyAsync(alert => alert.Title == "Alerts do not get out by Hook", cancellationToken);
    }

    /// <summary>Leaves the bed as it was found: the worker's messages come through again.</summary>
    private async Task ReopenRedisAsync()
    {
        bed.Redis.Open();
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await bed.Bus.SubscribeAsync(LiveChannels.RiskMetrics, _ => heard.TrySetResult(), TestContext.Current.CancellationToken);
        await bed.Bed.Venue.SetPriceAsync(NotifiedBed.Price);
        await Eventually.TrueAsync(
            "the worker reaches Redis again",
            async _ =>
            {
                await bed.Bed.Venue.PassMomentAsync();
                return heard.Task.IsCompleted;
            },
            TimeSpan.FromSeconds(60));
    }
}
