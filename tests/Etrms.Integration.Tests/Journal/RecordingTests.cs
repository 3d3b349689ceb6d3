using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Journal;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Integration.Tests.Data;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.Journal;

/// <summary>What a trip leaves behind: a file that derives it again, and recorded hours on which another breaker can be rehearsed.</summary>
public sealed class RecordingTests(Servers servers)
{
    private const decimal Price = 10_000m;

    private static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trip_is_recorded_in_a_file_that_replays_byte_equal_and_its_fall_trips_a_rehearsed_breaker()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using var worker = await bed.StartWorkerAsync(new KeyValuePair<string, string>("Lease__TtlSeconds", "60"));
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.OpenAccountAsync(balance: Price);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        var breaker = Limits.Drawdown(account);
        await bed.AddBreakerAsync(breaker);
        await bed.ConnectAsync(account, credentials);
        await bed.IsGuardedAsync(account, breaker.Id);
        await bed.Venue.SetPriceAsync(Price * 0.9m);

        var recording = await Eventually.GetAsync("the trip is recorded", _ => FindRecordingAsync(bed, breaker.Id), RecordedWithin);
        await ReplaysAsync(recording, breaker);

        var rehearsed = await RehearseAsync(bed, breaker with { Threshold = 0.08m });
        var trip = Assert.Single(rehearsed.Trips);
        Assert.InRange(trip.Value!.Value, 0.08m, 0.12m);
        Assert.Contains("Would close", trip.WouldDo, StringComparison.Ordinal);
        Assert.Null(trip.ArmedAgainAt);
        Assert.Equal((false, false, 1m), (rehearsed.IsRunning, rehearsed.IsCutShort, rehearsed.Share));
        Assert.True(rehearsed.From <= trip.ReceivedAt && trip.ReceivedAt <= rehearsed.To);
        Assert.Contains("of the 30 days asked for; the recording begins later than asked for", rehearsed.Covered, StringComparison.Ordinal);
        var wider = await RehearseAsync(bed, breaker with { Threshold = 0.2m });
        Assert.Empty(wider.Trips);
        Assert.InRange(wider.HighestProgress!.Value, 0.4m, 0.6m);
        Assert.Equal(2, (await bed.EventsAsync()).Count);
    }

    private static async Task ReplaysAsync(TripRecordingRow recording, CircuitBreaker breaker)
    {
        var file = Path.Combine(Path.GetTempPath(), $"trip-{Guid.NewGuid():N}.jsonl.gz");
        await File.WriteAllBytesAsync(file, recording.Content, Token);
        var frames = SessionReader.Read(file).Select(read => read.Reading.Frame).ToList();
        var run = await CommandRun.StartAsync(["replay", file], "", null, Token);
        File.Delete(file);

        Assert.True(run.Code == 0, run.Out + run.Error);
        Assert.Contains("byte-equal, the chain ends in", run.Out, StringComparison.Ordinal);
        var trip = Assert.IsType<JournalFrame.Trip>(frames[0]);
        Assert.Equal((BreakerEventKind.Triggered, breaker.Id), (trip.Event.Kind, trip.Breaker!.Id));
        var orders = Assert.Single(frames.OfType<JournalFrame.Orders>());
        Assert.Contains(orders.Actions, action => action is { Symbol: "BTCUSDT", Kind: "reduce" });
        Assert.Contains(frames.OfType<JournalFrame.Decided>().SelectMany(decided => decided.Events), entry => entry.Kind == BreakerEventKind.Acted);
    }

    private static async Task<RehearsalView> RehearseAsync(GuardBed bed, CircuitBreaker breaker)
    {
        var answered = await bed.TryOrderAsync(CommandKinds.RehearseBreaker, new RehearseBreakerCommand(breaker.ToBody(), 30));
        Assert.True(answered.State == OperatorCommandState.Done, answered.Refusal);
        return answered.Answer!.Value.Deserialize<RehearsalView>(EtrmsJson.Options)!;
    }

    private static async Task<TripRecordingRow?> FindRecordingAsync(GuardBed bed, Guid breaker)
    {
        await using var db = await bed.OpenAsync();
        return await db.TripRecordings.AsNoTracking().SingleOrDefaultAsync(row => row.BreakerId == breaker, Token);
    }
}
