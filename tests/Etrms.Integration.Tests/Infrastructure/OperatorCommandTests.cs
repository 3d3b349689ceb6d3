using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Infrastructure;

public sealed class OperatorCommandTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_double_click_is_one_command()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<OperatorCommandStore>();
        var id = Guid.NewGuid();

        var rows = await Task.WhenAll(Enumerable.Range(0, 4).Select(click =>
            store.AddAsync(id, CommandKinds.Pause, Some.Json($$"""{"click":{{click}}}"""), "trader", Cancellation)));

        Assert.Single(rows.Select(row => row.Payload.GetRawText()).Distinct(StringComparer.Ordinal));
        Assert.Single(await store.TakeAsync(await HoldAsync(services), 10, Cancellation));
    }

    [Fact]
    public async Task Commands_are_taken_once_and_in_the_order_given()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<OperatorCommandStore>();
        var lease = await HoldAsync(services);
        var first = await AddAsync(store);
        var second = await AddAsync(store);

        var taken = await store.TakeAsync(lease, 10, Cancellation);

        Assert.Equal([first, second], taken.Select(row => row.Id));
        Assert.All(taken, row => Assert.Equal(OperatorCommandState.Taken, row.State));
        Assert.Empty(await store.TakeAsync(lease, 10, Cancellation));
    }

    [Fact]
    public async Task A_command_that_a_dead_worker_took_is_taken_by_the_next()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<OperatorCommandStore>();
        var leases = services.GetRequiredService<LeaseStore>();
        var id = await AddAsync(store);
        var dead = await HoldAsync(services);
        await store.TakeAsync(dead, 10, Cancellation);
        await leases.ReleaseAsync(dead, Cancellation);

        var next = (await leases.AcquireAsync(dead.Name, "next", Cancellation))!;

        Assert.Equal(id, Assert.Single(await store.TakeAsync(next, 10, Cancellation)).Id);
        Assert.Empty(await store.TakeAsync(dead, 10, Cancellation));
    }

    [Fact]
    public async Task The_first_answer_counts_and_reaches_whoever_waits()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<OperatorCommandStore>();
        var id = await AddAsync(store);
        await store.TakeAsync(await HoldAsync(services), 10, Cancellation);
        var waiting = store.WaitForAnswerAsync(id, TimeSpan.FromSeconds(10), Cancellation);

        Assert.True(await store.AnswerAsync(id, "The key can withdraw.", Some.Json("""{"field":"api_key"}"""), Cancellation));
        Assert.False(await store.AnswerAsync(id, refusal: null, answer: null, Cancellation));

        var answered = (await waiting)!;
        Assert.Equal(OperatorCommandState.Refused, answered.State);
        Assert.Equal("The key can withdraw.", answered.Refusal);
        Assert.Equal("api_key", answered.Answer!.Value.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Waiting_ends_at_its_deadline_with_the_command_still_open()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<OperatorCommandStore>();
        var id = await AddAsync(store);

        var row = await store.WaitForAnswerAsync(id, TimeSpan.FromMilliseconds(100), Cancellation);

        Assert.Equal(OperatorCommandState.Pending, row!.State);
        Assert.Null(await store.WaitForAnswerAsync(Guid.NewGuid(), TimeSpan.FromSeconds(10), Cancellation));
    }

    private static async Task<Guid> AddAsync(OperatorCommandStore store) =>
        (await store.AddAsync(Guid.NewGuid(), CommandKinds.LiftPause, Some.Json("{}"), "trader", Cancellation)).Id;

    private static async Task<Lease> HoldAsync(IServiceProvider services) =>
        (await services.GetRequiredService<LeaseStore>().AcquireAsync("risk", "worker", Cancellation))!;
}
