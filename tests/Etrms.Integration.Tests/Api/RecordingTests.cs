using System.Net;
using System.Net.Http.Json;
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

    [Fact]
    public async Task A_long_rehearsal_is_followed_and_cancelled_with_what_it_has_found()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var commands = host.Services.GetRequiredService<OperatorCommandStore>();
        var asking = client.PostAsJsonAsync(
            new Uri("circuit-breakers/rehearse", UriKind.Relative), new RehearseBreakerRequest { Breaker = Body, Days = 11 }, EtrmsJson.Options, Cancellation);
        var row = await Eventually.GetAsync("the rehearsal is asked for", _ => TakeAsync(11));
        var found = new RehearsalView
        {
            Id = row.Id,
            IsRunning = true,
            Share = 0.25m,
            Sentence = "When …",
            Unit = "fraction",
            From = DateTimeOffset.UnixEpoch,
            To = DateTimeOffset.UnixEpoch.AddDays(1),
            Inputs = 7,
            IsCutShort = false,
            Trips = [],
        };
        Assert.True(await commands.ReportAsync(row.Id, JsonSerializer.SerializeToElement(found, EtrmsJson.Options), Cancellation));

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/api/v1/circuit-breakers/rehearsals/{row.Id}", $"{answer.Headers.Location}");
        var path = $"circuit-breakers/rehearsals/{row.Id}";
        var running = await client.SendAsync<RehearsalView>(HttpMethod.Get, path, null, Cancellation);
        Assert.Equal((true, 0.25m, 7), (running.IsRunning, running.Share, running.Inputs));
        var cancelled = await client.SendAsync<RehearsalView>(HttpMethod.Delete, path, null, Cancellation);

        Assert.Equal((false, true, 7), (cancelled.IsRunning, cancelled.IsCutShort, cancelled.Inputs));
        Assert.False(await commands.ReportAsync(row.Id, JsonSerializer.SerializeToElement(found, EtrmsJson.Options), Cancellation));
        Assert.True((await client.SendAsync<RehearsalView>(HttpMethod.Get, path, null, Cancellation)).IsCutShort);
        await client.ProblemAsync(404, HttpMethod.Delete, $"circuit-breakers/rehearsals/{Guid.NewGuid()}", null, Cancellation);
    }

    /// <summary>Takes the rehearsal over that many days as the worker does.</summary>
    private async Task<OperatorCommandRow?> TakeAsync(int days)
    {
        await using var database = await host.DatabaseAsync(Cancellation);
        var row = database.OperatorCommands.AsEnumerable().FirstOrDefault(row => row is { Kind: CommandKinds.RehearseBreaker, AnsweredAt: null }
            && row.Payload.Deserialize<RehearseBreakerCommand>(EtrmsJson.Options)!.Days == days);
        if (row is not null)
        {
            row.State = OperatorCommandState.Taken;
            await database.SaveChangesAsync(Cancellation);
        }

        return row;
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
