using Etrms.Integration.Tests.Guard;
using Etrms.Workers.Risk;

namespace Etrms.Integration.Tests;

/// <summary>RISK FC-49: the worker dies at places of a closing, and the next one ends it as if nothing had happened.</summary>
public abstract class CrashMatrixTests(CrashBed bed) : IClassFixture<CrashBed>
{
    public static TheoryData<int> Points => [.. Enum.GetValues<CrashPoint>().Select(point => (int)point)];

    private protected abstract AnswerFaults Faults { get; }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task FC_49_a_worker_killed_while_it_closes_leaves_the_same_end_as_one_that_lives(int point)
    {
        var undisturbed = await bed.UndisturbedAsync(Faults);

        var end = await bed.CloseAsync(Faults, (CrashPoint)point);

        Assert.Equal(undisturbed, end);
        Assert.Equal((0, 0, 0), (end.Position, end.Lowest, end.OpenOrders));
        var chain = await bed.ChainAsync();
        Assert.Equal(Enumerable.Range(1, chain.Count).Select(seq => (long)seq), chain.Select(entry => entry.Seq));
        Assert.Equal(chain.SkipLast(1).Select(entry => entry.Hash), chain.Skip(1).Select(entry => entry.PreviousHash));
    }
}

public sealed class CrashMatrixWithOrdinaryAnswersTests(CrashBed bed) : CrashMatrixTests(bed)
{
    private protected override AnswerFaults Faults => AnswerFaults.None;
}

public sealed class CrashMatrixWithLostAnswersTests(CrashBed bed) : CrashMatrixTests(bed)
{
    private protected override AnswerFaults Faults => AnswerFaults.Lost;
}

public sealed class CrashMatrixWithLateAnswersTests(CrashBed bed) : CrashMatrixTests(bed)
{
    private protected override AnswerFaults Faults => AnswerFaults.Late;
}

public sealed class CrashMatrixWithPartialAnswersTests(CrashBed bed) : CrashMatrixTests(bed)
{
    private protected override AnswerFaults Faults => AnswerFaults.Partial;
}
