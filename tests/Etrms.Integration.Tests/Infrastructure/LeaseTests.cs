using System.ComponentModel.DataAnnotations;
using Etrms.Infrastructure.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Infrastructure;

public sealed class LeaseTests(Servers servers)
{
    private static readonly KeyValuePair<string, string?>[] Short =
        [new("Lease:TtlSeconds", "0.4"), new("Lease:RequestLifetimeSeconds", "0.2"), new("Lease:RenewSeconds", "0.1")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_workers_that_start_together_one_holds_the_lease()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<LeaseStore>();

        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => store.AcquireAsync("risk", $"worker-{worker}", Cancellation)));

        Assert.Equal(1, Assert.Single(leases, lease => lease is not null)!.Epoch);
    }

    [Fact]
    public void A_lease_too_short_to_order_in_is_refused_with_what_to_do()
    {
        var options = new LeaseOptions { TtlSeconds = 4 };

        var fault = Assert.Single(options.Validate(new ValidationContext(options)));

        Assert.Contains("Raise it to at least 6", fault.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(new LeaseOptions().Validate(new ValidationContext(options)));
    }

    [Fact]
    public async Task A_takeover_waits_for_the_lease_and_the_longest_request_and_gets_a_new_epoch()
    {
        await using var services = await servers.StartAsync(Short);
        var store = services.GetRequiredService<LeaseStore>();
        var first = (await store.AcquireAsync("risk", "one", Cancellation))!;
        var began = TimeProvider.System.GetTimestamp();

        var second = await Eventually.GetAsync("the second worker takes over", token => store.AcquireAsync("risk", "two", token));

        Assert.Equal(first.Epoch + 1, second.Epoch);
        Assert.True(TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(0.4));
        Assert.True(first.Left(TimeProvider.System) < TimeSpan.Zero);
    }

    [Fact]
    public async Task A_worker_that_slept_through_a_takeover_cannot_renew()
    {
        await using var services = await servers.StartAsync(Short);
        var store = services.GetRequiredService<LeaseStore>();
        var sleeper = (await store.AcquireAsync("risk", "one", Cancellation))!;
        await Eventually.GetAsync("the second worker takes over", token => store.AcquireAsync("risk", "two", token));

        Assert.Null(await store.RenewAsync(sleeper, Cancellation));
    }

    [Fact]
    public async Task A_renewed_lease_stays_with_its_holder_under_the_same_epoch()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<LeaseStore>();
        var lease = (await store.AcquireAsync("risk", "one", Cancellation))!;

        var renewed = (await store.RenewAsync(lease, Cancellation))!;

        Assert.Equal(lease.Epoch, renewed.Epoch);
        Assert.True(renewed.Left(TimeProvider.System) > lease.Left(TimeProvider.System));
        Assert.Null(await store.AcquireAsync("risk", "two", Cancellation));
    }

    [Fact]
    public async Task A_released_lease_is_free_at_once_and_its_epoch_still_grows()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<LeaseStore>();
        var lease = (await store.AcquireAsync("risk", "one", Cancellation))!;

        await store.ReleaseAsync(lease, Cancellation);

        Assert.Equal(lease.Epoch + 1, (await store.AcquireAsync("risk", "two", Cancellation))!.Epoch);
    }
}
