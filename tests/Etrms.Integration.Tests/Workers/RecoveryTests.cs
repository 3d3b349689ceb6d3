using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;

namespace Etrms.Integration.Tests.Workers;

/// <summary>What was answered is done, also by the next worker.</summary>
public sealed class RecoveryTests(Servers servers)
{
    private const decimal Price = 10_000m;
    private const decimal Stop = 9_000m;

    [Fact]
    public async Task A_stop_and_a_pause_that_were_answered_outlive_the_worker_that_answered()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using var first = await bed.StartWorkerAsync();
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.OpenAccountAsync(balance: Price);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        var breaker = Limits.Drawdown(account);
        await bed.AddBreakerAsync(breaker);
        await bed.ConnectAsync(account, credentials);
        await bed.IsGuardedAsync(account, breaker.Id);
        await bed.Venue.ControlAsync("faults", new { Kind = "timeout_before", Method = "POST", Path = "/fapi/v1/algoOrder", Count = (int?)null, HoldMs = 50 });

        var protect = new OperatorCommand.Protect(new AccountId(account.Id), PaperVenue.Bitcoin, PositionSide.Both, Stop, null)
        {
            Id = Guid.NewGuid(),
            Operator = "tester",
        };
        var pause = new OperatorCommand.Pause(Scope.Global, PauseMode.ReduceOnly) { Id = Guid.NewGuid(), Operator = "tester" };
        await bed.OrderAsync(CommandKinds.Protect, protect);
        await bed.OrderAsync(CommandKinds.Pause, pause);
        await first.KillAsync();
        Assert.Empty(await bed.Venue.OpenOrdersAsync(account.Hand));
        await bed.Venue.ClearFaultsAsync();
        await using var second = await bed.StartWorkerAsync();

        await Eventually.TrueAsync("the stop rests at the venue", async _ => (await bed.Venue.OpenOrdersAsync(account.Hand)).Any(order => order.TriggerPrice == Stop));
        await Eventually.TrueAsync(
            "the pause stands", async token => (await bed.StateAsync(token))!.Claims.Any(claim => claim is { Posture: Posture.NoNewRisk, Reason: "paused by tester" }));
    }
}
