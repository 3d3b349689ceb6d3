using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.Workers;

/// <summary>RISK 4.8: what the venue refuses or leaves open on the way changes when a position is closed, never how.</summary>
public sealed class ExecutorTests(CrashBed bed) : IClassFixture<CrashBed>
{
    [Fact]
    public Task Asked_to_wait_it_waits_and_closes_once() =>
        EndsAsUndisturbedAsync(new { Kind = "refuse", Method = "POST", Path = "/fapi/v1/order", Error = "too_many_requests", Count = 2, RetryAfterSeconds = 1 });

    [Fact]
    public Task An_order_carried_out_under_an_error_is_found_and_not_sent_again() =>
        EndsAsUndisturbedAsync(new { Kind = "refuse", Method = "POST", Path = "/fapi/v1/order", Error = "execution_unknown", Executes = true });

    [Fact]
    public Task An_order_that_never_arrived_is_sent_anew_after_its_expiry() =>
        EndsAsUndisturbedAsync(new { Kind = "timeout_before", Method = "POST", Path = "/fapi/v1/order", HoldMs = 100 });

    [Fact]
    public Task A_venue_that_cannot_be_read_for_a_moment_is_asked_again() =>
        EndsAsUndisturbedAsync(new { Kind = "refuse", Method = "GET", Path = "/fapi/v3/positionRisk", Error = "unavailable", Count = 3 });

    private async Task EndsAsUndisturbedAsync(object fault)
    {
        var undisturbed = await bed.UndisturbedAsync(AnswerFaults.None);

        var end = await bed.CloseAsync(new AnswerFaults(AnswerFaults.None.Slices, fault), point: null);

        Assert.Equal(undisturbed, end);
    }
}
