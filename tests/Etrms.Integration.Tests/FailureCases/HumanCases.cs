using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 5: the trader acts elsewhere, under a halt, or wants not to be watched.</summary>
[Collection(nameof(CaseBed))]
public sealed class HumanCases(CaseBed bed)
{
    [Fact]
    public async Task FC_62_what_is_opened_at_the_exchange_during_a_lock_is_undone_and_no_more()
    {
        var locking = new BreakerAction(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromHours(1) };
        var guarded = await bed.LongAsync(account => Limits.Button(account, locking) with { Enforcement = Enforcement.Undo });
        await guarded.PressAsync();

        await bed.Venue.OrderAsync(guarded.Hand, OrderSide.Buy, 0.5m, mark: CaseBed.Price);
        await CaseBed.ComesTrueAsync("the increment is closed", async () => await guarded.SoldAsync() == 0.5m);
        await bed.WorksOnAsync(TimeSpan.FromSeconds(1));

        var undone = Assert.Single(await guarded.EventsAsync(), entry => entry.Explanation.Contains("BTCUSDT grew from 1 to 1.5 elsewhere", StringComparison.Ordinal));
        Assert.Contains("the 0.5 that came are closed, and no more", undone.Consequence, StringComparison.Ordinal);
        Assert.Equal((1, 0.5m), (await guarded.HeldAsync(), await guarded.SoldAsync()));
    }

    [Fact]
    public async Task FC_68_under_a_halt_what_increases_is_refused_and_a_close_is_carried_out()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(
            account, new BreakerAction(BreakerActionKind.PauseTrading) { PauseMode = PauseMode.NoOrders }));
        await guarded.PressAsync();
        await CaseBed.ComesTrueAsync("the halt stands", async () => (await bed.Bed.StateAsync(TestContext.Current.CancellationToken))!.Claims
            .Any(claim => claim.Posture == Posture.Halt && claim.Scope.Accounts.Contains(new AccountId(guarded.Account.Id))));

        var opening = await guarded.JudgeAsync(OrderSide.Buy, 0.1m);
        Assert.Equal((false, RefusalCode.Halted), (opening.Allowed, opening.Refusals[0].Code));
        Assert.True((await guarded.JudgeAsync(OrderSide.Sell, 1m, reduceOnly: true)).Allowed);
        await bed.Bed.OrderAsync(
            CommandKinds.Close,
            new OperatorCommand.Close(new AccountId(guarded.Account.Id), PaperVenue.Bitcoin, PositionSide.Both) { Id = Guid.NewGuid(), Operator = "tester" });

        await CaseBed.ComesTrueAsync("the position is closed", async () => await guarded.HeldAsync() == 0);
        Assert.Equal((1, 0), (await guarded.SoldAsync(), await guarded.LowestAsync()));
    }

    [Fact]
    public async Task FC_69_stopping_the_monitoring_needs_a_reason_and_a_return_and_protection_goes_on()
    {
        var guarded = await bed.LongAsync(account => Limits.Drawdown(account));
        Assert.Equal(OperatorCommandState.Refused, (await StopAsync("", 30)).State);
        Assert.Equal(OperatorCommandState.Refused, (await StopAsync("I am away", 0)).State);
        Assert.Equal(OperatorCommandState.Done, (await StopAsync("I am away", 30)).State);
        await CaseBed.ComesTrueAsync("no new risk is taken", async () => (await bed.Bed.StateAsync(TestContext.Current.CancellationToken))!.Claims
            .Any(claim => claim.Posture == Posture.NoNewRisk && claim.Reason.Contains("I am away", StringComparison.Ordinal)));

        await bed.Venue.SetPriceAsync(CaseBed.Price * 0.4m);
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal((0, 1), (await guarded.HeldAsync(), await guarded.SoldAsync()));
        await bed.Bed.OrderAsync(CommandKinds.StartMonitoring, new PlainCommand());
        await CaseBed.ComesTrueAsync("new risk is taken again", async () => (await bed.Bed.StateAsync(TestContext.Current.CancellationToken))!.Claims
            .All(claim => !claim.Reason.Contains("I am away", StringComparison.Ordinal)));
    }

    private Task<OperatorCommandRow> StopAsync(string reason, int minutes) =>
        bed.Bed.TryOrderAsync(CommandKinds.StopMonitoring, new StopMonitoringCommand(reason, minutes));
}
