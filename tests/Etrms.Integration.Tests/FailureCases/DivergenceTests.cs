using System.Buffers;
using Etrms.Contracts.Journal;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK FC-58: a standby computes what the leader computes, and says so when it does not.</summary>
public sealed class DivergenceTests(Servers servers)
{
    private const decimal Price = 10_000m;

    /// <summary>Long enough that a slow moment does not make the other one lead.</summary>
    private static readonly KeyValuePair<string, string> LeaderLease = new("Lease__TtlSeconds", "6");

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FC_58_A_standby_that_computes_another_history_does_not_take_over_until_the_trader_clears_it()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using var leader = await bed.StartWorkerAsync(LeaderLease);
        using var elsewhere = new StateFolder();
        await using var standby = await bed.StartWorkerAsync(new KeyValuePair<string, string>("Etrms__StateFolder", elsewhere.Path));
        await CloseAsync(bed);
        var holder = await HolderAsync(bed);

        await Eventually.TrueAsync("the standby derived every event with the same hash", async _ => await IsEqualAsync(bed, holder), Soon);
        Assert.Null(await bed.Services<Divergences>().FindAsync(Token));

        await Eventually.TrueAsync("the leader tells an event that no input leads to", async _ => await bed.Services<InputFeed>().PublishAsync(holder, ForeignEvent()));
        var divergence = await Eventually.GetAsync("the divergence is stored", bed.Services<Divergences>().FindAsync, Soon);
        Assert.Contains("Breaker event 999", divergence.Detail, StringComparison.Ordinal);
        await Eventually.TrueAsync("a critical alert tells it", async token => await IsAlertedAsync(bed, divergence, token), Soon);
        await BothJournalsReplayAsync(bed, elsewhere);

        await leader.KillAsync();
        await Eventually.TrueAsync("the lease is long free", token => IsFreeForAsync(bed, TimeSpan.FromSeconds(2), token), Soon);
        Assert.Equal(1, await bed.EpochAsync());

        Assert.True(await bed.Services<Divergences>().ClearAsync("tester", Token));
        await Eventually.TrueAsync("the standby takes over", async _ => await bed.EpochAsync() == 2, Soon);
    }

    private static async Task CloseAsync(GuardBed bed)
    {
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.OpenAccountAsync(balance: Price);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        var breaker = Limits.Drawdown(account);
        await bed.AddBreakerAsync(breaker);
        await bed.ConnectAsync(account, credentials);
        await bed.IsGuardedAsync(account, breaker.Id);
        await Eventually.TrueAsync("the standby follows", async _ => await bed.Services<InputFeed>().ReadProgressAsync(await HolderAsync(bed), Token) is not null, Soon);
        await bed.Venue.SetPriceAsync(Price * 0.9m);
        await Eventually.TrueAsync("closed", async _ => (await bed.EventsAsync()).Any(entry => entry.Kind == BreakerEventKind.Acted), Soon);
    }

    private static async Task<bool> IsEqualAsync(GuardBed bed, string holder) =>
        await bed.Services<InputFeed>().ReadProgressAsync(holder, Token) is { } progress && progress.EqualEvents == (await bed.EventsAsync()).Count;

    private static async Task<string> HolderAsync(GuardBed bed)
    {
        await using var db = await bed.OpenAsync();
        return await db.Leases.Select(lease => lease.Holder).SingleAsync(Token);
    }

    private static async Task<bool> IsAlertedAsync(GuardBed bed, DivergenceRow divergence, CancellationToken cancellationToken)
    {
        await using var db = await bed.OpenAsync();
        return await db.Alerts.AnyAsync(
            alert => alert.Key == $"divergence/{divergence.Id:N}" && alert.Severity == AlertSeverity.Critical, cancellationToken);
    }

    /// <summary>Another worker would have taken the lease by now.</summary>
    private static async Task<bool> IsFreeForAsync(GuardBed bed, TimeSpan time, CancellationToken cancellationToken)
    {
        await using var db = await bed.OpenAsync();
        return (await db.Database.SqlQuery<bool>($"""
            SELECT expires_at + {time} < clock_timestamp() AS "Value" FROM leases
            """).ToListAsync(cancellationToken))[0];
    }

    /// <summary>Here both sides were right: the foreign event stands in neither journal.</summary>
    private static async Task BothJournalsReplayAsync(GuardBed bed, StateFolder elsewhere)
    {
        var led = Assert.Single(SessionReader.SessionsIn(bed.Sessions));
        var followed = Assert.Single(SessionReader.SessionsIn(Path.Combine(elsewhere.Path, "inputs")));
        foreach (var session in new[] { led, followed })
        {
            var report = await SessionReplay.RunAsync(session, Token);
            Assert.True(report.Difference is null && report.Inputs > 0, $"{session}: {report.Difference}");
        }
    }

    private static byte[] ForeignEvent()
    {
        var foreign = new BreakerEvent
        {
            Seq = 999,
            BreakerId = Guid.NewGuid(),
            Revision = 1,
            BreakerName = "Foreign",
            Type = "MAX_DRAWDOWN",
            TripSeq = 1,
            Kind = BreakerEventKind.Triggered,
            Threshold = 0.05m,
            Explanation = "",
            At = DateTimeOffset.UnixEpoch,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            PreviousHash = EventChain.Origin,
            Hash = EventChain.Origin,
        };
        var bytes = new ArrayBufferWriter<byte>();
        using var line = new JournalLine();
        line.Write(new JournalFrame.Decided(1, [foreign]), bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private sealed class StateFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("etrms-standby-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
