using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Api;

public sealed class RecordingTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly BreakerBody Body = new() { Name = "Rehearsed", Type = "MAX_DRAWDOWN", Threshold = 0.05m, Action = BreakerActionKind.Notify };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_recording_of_a_trip_is_downloaded_from_any_of_its_events()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var breaker = Guid.NewGuid();
        await using (var database = await host.DatabaseAsync(Cancellation))
        {
            database.BreakerEvents.AddRange(EventOf(breaker, 101, BreakerEventKind.Triggered), EventOf(breaker, 102, BreakerEventKind.Acted), EventOf(Guid.NewGuid(), 103, BreakerEventKind.Triggered));
            await database.SaveChangesAsync(Cancellation);
        }

        byte[] content = [1, 2, 3, 4];
        await host.Services.GetRequiredService<TripRecordings>().SaveAsync(
            new TripRecordingRow { EventSeq = 101, BreakerId = breaker, TripSeq = 1, MadeAt = DateTimeOffset.UtcNow, Sha256 = "", Content = content }, Cancellation);

        using var answer = await client.GetAsync("circuit-breakers/events/102/recording", Cancellation);

        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("trip-101.jsonl.gz", answer.Content.Headers.ContentDisposition?.FileNameStar);
        await client.ProblemAsync(404, HttpMethod.Get, "circuit-breakers/events/103/recording", null, Cancellation);
        var events = await client.SendAsync<Page<BreakerEventView>>(HttpMethod.Get, "circuit-breakers/events", null, Cancellation);
        Assert.Equal([false, true, true], events.Items.Select(view => view.HasRecording));
    }

    [Fact]
    public async Task A_rehearsal_is_answered_by_the_worker_and_its_faults_are_named_by_field()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var worker = new PretendedWorker(host);
        var view = new RehearsalView
        {
            Sentence = "When …",
            Unit = "fraction",
            From = null,
            To = null,
            Inputs = 0,
            IsCutShort = false,
            Note = "Nothing is recorded yet.",
            Trips = [],
        };

        var asked = client.SendAsync<RehearsalView>(HttpMethod.Post, "circuit-breakers/rehearse", new RehearseBreakerRequest { Breaker = Body, Days = 7 }, Cancellation);
        var taken = await worker.AnswerAsync(CommandKinds.RehearseBreaker, null, JsonSerializer.SerializeToElement(view, EtrmsJson.Options), Cancellation);

        Assert.Equal("Nothing is recorded yet.", (await asked).Note);
        Assert.Equal(7, taken.Payload.Deserialize<RehearseBreakerCommand>(EtrmsJson.Options)!.Days);
        var bad = new RehearseBreakerRequest { Breaker = Body with { Type = "NONSENSE" }, Days = 1 };
        var problem = await client.ProblemAsync(400, HttpMethod.Post, "circuit-breakers/rehearse", bad, Cancellation);
        Assert.NotEmpty(problem.Reason("breaker.type"));
        await client.ProblemAsync(400, HttpMethod.Post, "circuit-breakers/rehearse", new RehearseBreakerRequest { Breaker = Body, Days = 31 }, Cancellation);
    }

    private static BreakerEventRow EventOf(Guid breaker, long seq, BreakerEventKind kind) => BreakerEventRow.From(new BreakerEvent
    {
        Seq = seq,
        BreakerId = breaker,
        Revision = 1,
        BreakerName = "Recorded",
        Type = "MAX_DRAWDOWN",
        TripSeq = 1,
        Kind = kind,
        Threshold = 0.05m,
        Explanation = "",
        At = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        PreviousHash = EventChain.Origin,
        Hash = EventChain.Origin,
    });
}
