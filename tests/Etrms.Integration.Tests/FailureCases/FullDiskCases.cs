using System.Text;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Etrms.Workers.Journal;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 5: the disk of the journal is full.</summary>
public sealed class FullDiskCases(Servers servers)
{
    private const int Segment = 512 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FC_56_with_a_full_disk_new_risk_is_refused_and_a_close_is_written_into_the_reserve()
    {
        await using var bed = await CaseBed.WithoutWorkerAsync(servers);
        await using var worker = await bed.Bed.StartLimitedWorkerAsync(new KeyValuePair<string, string>("Risk__JournalSegmentBytes", $"{Segment}"));
        var guarded = await bed.LongAsync(account => Limits.Drawdown(account));

        // Files that stand can be written, a further one cannot: the next one that is begun is the reserve.
        await worker.LimitFilesAsync(Segment - 1024);
        await CaseBed.ComesTrueAsync("the disk is full", async () =>
        {
            await bed.Bed.OrderAsync(CommandKinds.Pause, new OperatorCommand.Pause(Scope.Global, PauseMode.ReduceOnly) { Id = Guid.NewGuid(), Operator = "tester" });
            return (await bed.AlertsAsync()).Any(alert => alert.Text.Contains("write-ahead journal is full", StringComparison.Ordinal));
        });
        await bed.Venue.SetPriceAsync(CaseBed.Price * 0.4m);
        await guarded.ToldAsync(BreakerEventKind.Acted);

        var state = (await bed.Bed.StateAsync(Token))!;
        Assert.Contains(state.Claims, claim => claim is { Posture: Posture.NoNewRisk, Scope.IsGlobal: true } && claim.Reason.Contains("full", StringComparison.Ordinal));
        Assert.Equal((0, 1, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
        var sent = Assert.Single(await guarded.OrdersAsync()).ClientOrderId!;
        Assert.Contains(WrittenDown(bed.Bed), entry => entry.Contains("\"prepared\"", StringComparison.Ordinal) && entry.Contains(sent, StringComparison.Ordinal));

        await worker.LimitFilesAsync(null);
        await CaseBed.ComesTrueAsync("the trouble is over", async () => (await bed.Bed.StateAsync(Token))!.Claims
            .All(claim => !claim.Reason.Contains("full", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> WrittenDown(GuardBed bed) => Directory.GetDirectories(bed.Journals)
        .SelectMany(SegmentedLog.Read).Select(frame => Encoding.UTF8.GetString(frame.Payload.Span));
}
