using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Notifications;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Integration.Tests.Notifications;

public sealed class OutboxTests
{
    private static readonly SendOutcome Sent = new SendOutcome.Sent();
    private static readonly SendOutcome Refused = new SendOutcome.Failed("Away.");

    private readonly HandClock _clock = new(SomeNotifications.Noon);
    private readonly NotificationOptions _options = new();
    private readonly SettingsInForce _settings = new();
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox(Options.Create(_options), _settings, _clock);

    [Fact]
    public void A_critical_alert_takes_every_channel_and_a_lesser_one_those_that_want_it()
    {
        var (all, critical) = (SomeNotifications.Channel("All", AlertSeverity.Info), SomeNotifications.Channel("Critical", AlertSeverity.Critical));
        _outbox.Use([all, critical]);

        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));

        Assert.NotNull(_outbox.Next(all));
        Assert.Null(_outbox.Next(critical));

        _outbox.Take(SomeNotifications.Alert());

        Assert.NotNull(_outbox.Next(all));
        Assert.NotNull(_outbox.Next(critical));
    }

    [Fact]
    public void An_alert_that_names_channels_takes_those_whatever_they_usually_take_and_a_critical_one_all()
    {
        var (named, other) = (SomeNotifications.Channel("Named", AlertSeverity.Critical), SomeNotifications.Channel("Other", AlertSeverity.Info));
        _outbox.Use([named, other]);

        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Info).To(named));

        Assert.NotNull(_outbox.Next(named));
        Assert.Null(_outbox.Next(other));

        _outbox.Take(SomeNotifications.Alert().To(named));

        Assert.NotNull(_outbox.Next(other));
    }

    [Fact]
    public void An_alert_whose_channels_are_all_gone_takes_the_usual_ones()
    {
        var other = SomeNotifications.Channel("Other", AlertSeverity.Info);
        _outbox.Use([other]);

        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Info).To(SomeNotifications.Channel("Gone")));

        Assert.NotNull(_outbox.Next(other));
    }

    [Fact]
    public void The_same_alert_goes_out_once()
    {
        var channel = SomeNotifications.Channel("Phone");
        _outbox.Use([channel]);
        var alert = SomeNotifications.Alert(AlertSeverity.Warning);

        _outbox.Take(alert);
        _outbox.Take(AlertRow.From(new Alert(alert.Key, alert.Severity, alert.Title, alert.Text, null, alert.At, alert.RaisedAt), alert.Id));

        Assert.Single(Send(channel, Sent).Deliveries);
        Assert.Null(_outbox.Next(channel));
    }

    [Fact]
    public void In_quiet_hours_only_critical_alerts_pass()
    {
        var channel = SomeNotifications.Channel("Phone", quiet: new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), TimeZoneInfo.Utc));
        _outbox.Use([channel]);
        var night = SomeNotifications.Noon.AddHours(13);
        _clock.Pass(TimeSpan.FromHours(13));

        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning, night));
        Assert.Null(_outbox.Next(channel));

        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Critical, night));
        Assert.NotNull(_outbox.Next(channel));
    }

    [Fact]
    public void The_settings_say_at_which_ages_it_repeats_and_when_other_channels_step_in()
    {
        var (phone, mail) = (SomeNotifications.Channel("Phone"), SomeNotifications.Channel("Mail", AlertSeverity.Critical));
        _outbox.Use([phone, mail]);
        _settings.Current = RiskSettings.Default with { RepeatAlertsAfter = [TimeSpan.FromSeconds(20)], OtherChannelsAfter = TimeSpan.FromSeconds(10) };
        _outbox.Take(SomeNotifications.Alert());
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));
        Assert.Equal(1, PlannedFor(mail));

        _clock.Pass(TimeSpan.FromSeconds(9));
        _outbox.FallBack();
        Assert.Equal(0, PlannedFor(mail));
        Assert.Empty(_outbox.Repeat());
        _clock.Pass(TimeSpan.FromSeconds(1));
        _outbox.FallBack();
        Assert.Equal(1, PlannedFor(mail));
        _clock.Pass(TimeSpan.FromSeconds(10));

        Assert.Single(_outbox.Repeat());
        _clock.Pass(TimeSpan.FromHours(1));
        Assert.Empty(_outbox.Repeat());
    }

    [Fact]
    public void An_unacknowledged_critical_alert_repeats_at_1_5_and_15_minutes_and_then_no_more()
    {
        var channel = SomeNotifications.Channel("Phone");
        _outbox.Use([channel]);
        var alert = SomeNotifications.Alert();
        _outbox.Take(alert);
        Send(channel, Sent);
        var repeats = new List<(double Minute, int Round)>();

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(30); passed += TimeSpan.FromSeconds(10))
        {
            if (_outbox.Repeat().Count > 0)
            {
                repeats.Add((passed.TotalMinutes, Send(channel, Sent).Deliveries[0].Round));
            }

            _clock.Pass(TimeSpan.FromSeconds(10));
        }

        Assert.Equal([(1, 1), (5, 2), (15, 3)], repeats);
    }

    [Fact]
    public void An_acknowledged_alert_repeats_no_more_until_that_is_taken_back()
    {
        _outbox.Use([SomeNotifications.Channel("Phone")]);
        var alert = SomeNotifications.Alert();
        _outbox.Take(alert);

        _outbox.Acknowledge([alert.Id], new HashSet<Guid> { alert.Id });
        _clock.Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(_outbox.Repeat());

        _outbox.Acknowledge([alert.Id], new HashSet<Guid>());
        Assert.Equal(alert, Assert.Single(_outbox.Repeat()));
    }

    [Fact]
    public void Where_the_usual_channel_fails_the_others_step_in_whatever_severity_they_usually_take()
    {
        var (usual, spare) = (SomeNotifications.Channel("Usual"), SomeNotifications.Channel("Spare", AlertSeverity.Critical));
        _outbox.Use([usual, spare]);
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));

        Send(usual, Refused);
        _outbox.FallBack();

        var stepsIn = _outbox.TakeChanges().Single(row => row.ChannelId == spare.Id);
        Assert.True(stepsIn.IsFallback);
        Assert.NotNull(_outbox.Next(spare));
    }

    [Fact]
    public void Where_the_usual_channel_is_busy_the_others_step_in_after_five_seconds()
    {
        var (usual, spare) = (SomeNotifications.Channel("Usual"), SomeNotifications.Channel("Spare", AlertSeverity.Critical));
        _outbox.Use([usual, spare]);
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));
        Assert.NotNull(_outbox.Next(usual));

        _clock.Pass(TimeSpan.FromSeconds(4));
        _outbox.FallBack();
        Assert.Null(_outbox.Next(spare));

        _clock.Pass(TimeSpan.FromSeconds(1));
        _outbox.FallBack();
        Assert.NotNull(_outbox.Next(spare));
    }

    [Fact]
    public void A_failed_message_is_tried_again_ever_later_and_given_up_in_the_end()
    {
        _options.MostAttempts = 4;
        var channel = SomeNotifications.Channel("Phone");
        _outbox.Use([channel]);
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));

        foreach (var wait in new[] { 2, 4, 8 })
        {
            Send(channel, Refused);
            _clock.Pass(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.Null(_outbox.Next(channel));
            _clock.Pass(TimeSpan.FromMilliseconds(1));
        }

        Send(channel, Refused);
        var row = _outbox.TakeChanges().Single();
        Assert.Equal((DeliveryState.Failed, 4, "Away.", null), (row.State, row.Attempts, row.Error, row.NextTryAt));
    }

    [Fact]
    public void A_receiver_that_names_a_time_is_given_it_and_one_that_refuses_for_good_is_left_alone()
    {
        var (busy, strict) = (SomeNotifications.Channel("Busy"), SomeNotifications.Channel("Strict"));
        _outbox.Use([busy, strict]);
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));

        Send(busy, new SendOutcome.Failed("Later.", RetryAfter: TimeSpan.FromSeconds(30)));
        Send(strict, new SendOutcome.Failed("Never.", MayBeTriedAgain: false));

        var rows = _outbox.TakeChanges().ToDictionary(row => row.ChannelId);
        Assert.Equal(SomeNotifications.Noon.AddSeconds(30), rows[busy.Id].NextTryAt);
        Assert.Equal(DeliveryState.Failed, rows[strict.Id].State);
    }

    [Fact]
    public void What_a_minute_has_no_room_for_goes_out_together_and_the_last_room_is_for_critical_alerts()
    {
        var channel = SomeNotifications.Channel("Phone", perMinute: 4);
        _outbox.Use([channel]);
        for (var i = 0; i < 10; i++)
        {
            _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));
        }

        var together = Send(channel, Sent);
        Assert.Equal(10, together.Deliveries.Count);
        Assert.Equal(9, _outbox.TakeChanges()[0].CombinedWith);

        Send(channel, Sent, AlertSeverity.Warning);
        Send(channel, Sent, AlertSeverity.Warning);
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));
        Assert.Null(_outbox.Next(channel));

        _outbox.Take(SomeNotifications.Alert());
        Assert.Equal([AlertSeverity.Critical, AlertSeverity.Warning], Send(channel, Sent).Deliveries.Select(delivery => delivery.Alert.Severity));

        _outbox.Take(SomeNotifications.Alert());
        Assert.Null(_outbox.Next(channel));
        _clock.Pass(TimeSpan.FromSeconds(15));
        Assert.NotNull(_outbox.Next(channel));
    }

    [Fact]
    public void When_too_many_wait_the_least_severe_and_oldest_are_dropped()
    {
        _options.QueueLimit = 10;
        var channel = SomeNotifications.Channel("Phone", AlertSeverity.Info);
        _outbox.Use([channel]);
        var critical = SomeNotifications.Alert();
        _outbox.Take(critical);
        for (var i = 0; i < 12; i++)
        {
            _outbox.Take(SomeNotifications.Alert(AlertSeverity.Info));
            _clock.Pass(TimeSpan.FromMilliseconds(1));
        }

        var rows = _outbox.TakeChanges();

        Assert.Equal(3, rows.Count(row => row.State == DeliveryState.Dropped));
        Assert.Equal(DeliveryState.Waiting, rows.Single(row => row.AlertId == critical.Id).State);
    }

    [Fact]
    public void What_waited_is_taken_up_after_a_restart_and_what_was_sent_is_not_sent_again()
    {
        var (first, second) = (SomeNotifications.Channel("First"), SomeNotifications.Channel("Second"));
        _outbox.Use([first, second]);
        var (told, untold) = (SomeNotifications.Alert(AlertSeverity.Warning), SomeNotifications.Alert(AlertSeverity.Warning));
        _outbox.Take(told);
        Send(first, Sent);
        Send(second, Refused);
        var rows = _outbox.TakeChanges();
        var restarted = new Outbox(Options.Create(_options), _settings, _clock);
        restarted.Use([first, second]);

        restarted.Restore([told, untold], rows);
        restarted.Take(told);
        _clock.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(untold.Id, restarted.Next(first)!.Deliveries.Single().Alert.Id);
        Assert.Null(restarted.Next(first));
        Assert.Equal(
            new[] { told.Id, untold.Id }.Order(),
            new[] { restarted.Next(second)!, restarted.Next(second)! }.Select(batch => batch.Deliveries.Single().Alert.Id).Order());
    }

    [Fact]
    public void A_channel_that_is_gone_takes_its_messages_along_and_a_changed_one_is_tried_at_once()
    {
        var (gone, changed) = (SomeNotifications.Channel("Gone"), SomeNotifications.Channel("Changed"));
        _outbox.Use([gone, changed]);
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));
        Send(gone, Refused);
        Send(changed, Refused);

        _outbox.Use([changed with { Revision = 2 }]);

        Assert.Equal(DeliveryState.Dropped, _outbox.TakeChanges().Single(row => row.ChannelId == gone.Id).State);
        Assert.NotNull(_outbox.Next(changed));
    }

    [Fact]
    public void An_alert_that_came_before_the_channels_were_known_goes_out_when_they_are_but_not_by_a_newer_channel()
    {
        var (old, young) = (SomeNotifications.Channel("Old"), SomeNotifications.Channel("Young") with { CreatedAt = SomeNotifications.Noon.AddSeconds(1) });
        _outbox.Take(SomeNotifications.Alert(AlertSeverity.Warning));

        _outbox.Use([old, young]);

        Assert.NotNull(_outbox.Next(old));
        Assert.Null(_outbox.Next(young));
    }

    /// <summary>Messages that came up for a channel since the last look.</summary>
    private int PlannedFor(NotificationChannel channel) => _outbox.TakeChanges().Count(row => row.ChannelId == channel.Id);

    private DeliveryBatch Send(NotificationChannel channel, SendOutcome outcome, AlertSeverity? fresh = null)
    {
        if (fresh is { } severity)
        {
            _outbox.Take(SomeNotifications.Alert(severity));
        }

        var batch = _outbox.Next(channel);
        Assert.NotNull(batch);
        _outbox.Ended(batch, outcome);
        return batch;
    }
}
