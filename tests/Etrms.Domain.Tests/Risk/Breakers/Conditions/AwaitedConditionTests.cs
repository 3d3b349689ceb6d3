using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

/// <summary>REGIME without a word of the market analysis, and BEHAVIOUR before its detector is there.</summary>
public sealed class AwaitedConditionTests
{
    [Theory]
    [InlineData("REGIME")]
    [InlineData("BEHAVIOUR")]
    public void It_can_be_saved_and_reads_unknown_with_a_reason(string type)
    {
        var breaker = Some.Watch(type, 0.5m);
        var desk = new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Configure(breaker).Live(TimeSpan.FromSeconds(8), "BTCUSDT", 100_000);

        Assert.Empty(BreakerValidation.Validate(breaker));
        Assert.Null(desk.Breaker(breaker).Value);
        Assert.Equal("UNKNOWN", desk.Engine.EvaluateBreakers().Single().Verdict);
        Assert.Equal([BreakerEventKind.Blind], desk.Told(breaker));
    }
}
