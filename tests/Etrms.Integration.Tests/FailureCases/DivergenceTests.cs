using System.Text;
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

    /// <summary>The limit of the second breaker, and what stands in its place in what reaches the standby.</summary>
    private const decimal Threshold = 0.0625m;

    private const string Limit = "0.0625";
    private const string Wider = "0.1625";

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
        var (door, redis) = TcpDoor.ToRedis(servers.Redis, Altered);
        await using var wire = door;
        await using var standby = await bed.StartWorkerAsync(
            new KeyValuePair<string, string>("Etrms__StateFolder", elsewhere.Path), new KeyValuePair<string, string>("ConnectionStrings__redis", redis));
        await CloseAsync(bed, account => Limits.Drawdown(account));
        var holder = await HolderAsync(bed);
        await Eventually.TrueAsync("the standby derived every event with the same hash", async _ => await IsEqualAsync(bed, holder), Soon);
        Assert.Null(await bed.Services<Divergences>().FindAsync(Token));

        var breaker = await CloseAsync(bed, account => Limits.Drawdown(account, Threshold));
        var divergence = await Eventually.GetAsync("the divergence is stored", bed.Services<Divergences>().FindAsync, Soon);
        var tripped = (await bed.EventsAsync()).Single(entry => entry.BreakerId == breaker && entry.Kind == BreakerEventKind.Triggered);
        Assert.Equal(tripped.Seq, divergence.EventSeq);
        Assert.Contains("nothing for the standby", divergence.Detail, StringComparison.Ordinal);
        await Eventually.TrueAsync("a critical alert tells it", async token => await IsAlertedAsync(bed, divergence, token), Soon);
        Assert.True(await TellsOfAsync(await ReplayedAsync(bed.Sessions), breaker));
        Assert.False(await TellsOfAsync(await ReplayedAsync(Path.Combine(elsewhere.Path, "inputs")), breaker));

        await leader.KillAsync();
        await Eventually.TrueAsync("the lease is long free", token => IsFreeForAsync(bed, TimeSpan.FromSeconds(2), token), Soon);
        Assert.Equal(1, await bed.EpochAsync());

        Assert.True(await bed.Services<Divergences>().ClearAsync("tester", Token));
        await Eventually.TrueAsync("the standby takes over", async _ => await bed.EpochAsync() == 2, Soon);
    }

    /// <summary>A line of the leader's journal as the standby gets it: wherever the limit stands in what it computes from, it is a wider one.</summary>
    private static byte[] Altered(byte[] line)
    {
        var text = Encoding.UTF8.GetString(line);
        if (!text.Contains(Limit, StringComparison.Ordinal) || JournalLine.Read(line.AsSpan(0, line.Length - 1)).Frame is not (JournalFrame.Input or JournalFrame.Header))
        {
            return line;
        }

        var json = text[9..^1].Replace(Limit, Wider, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($"{Crc32C.Of(Encoding.UTF8.GetBytes(json)):x8} {json}\n");
    }

    /// <summary>An account falls by a tenth and is closed; the breaker that did it.</summary>
    private static async Task<Guid> CloseAsync(GuardBed bed, Func<GuardedAccount, CircuitBreaker> rule)
    {
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.OpenAccountAsync(balance: Price);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        var breaker = rule(account);
        await bed.AddBreakerAsync(breaker);
        await bed.ConnectAsync(account, credentials);
        await bed.IsGuardedAsync(account, breaker.Id);
        await Eventually.TrueAsync("the standby follows", async _ => await bed.Services<InputFeed>().ReadProgressAsync(await HolderAsync(bed), Token) is not null, Soon);
        await bed.Venue.SetPriceAsync(Price * 0.9m);
        await Eventually.TrueAsync(
            "closed", async _ => (await bed.EventsAsync()).Any(entry => entry.BreakerId == breaker.Id && entry.Kind == BreakerEventKind.Acted), Soon);
        return breaker.Id;
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

    /// <summary>The one session of a folder; replayed, it leads to what stands in it.</summary>
    private static async Task<string> ReplayedAsync(string folder)
    {
        var session = Assert.Single(SessionReader.SessionsIn(folder));
        var report = SessionReplay.Run(session, Token);
        Assert.True(report.Difference is null && report.Inputs > 0, $"{session}: {report.Difference}");
        return session;
    }

    private static async Task<bool> TellsOfAsync(string session, Guid breaker)
    {
        var told = false;
        foreach (var read in SessionReader.Read(session))
        {
            told |= read.Reading.Frame is JournalFrame.Decided decided && decided.Events.Any(
                entry => entry.BreakerId == breaker && entry.Kind == BreakerEventKind.Triggered);
        }

        return told;
    }

    private sealed class StateFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("etrms-standby-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
