using System.Text.Json;
using Etrms.Contracts;
using Etrms.Contracts.Journal;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Integration.Tests.Journal;

/// <summary>What the market analysis made narrower is narrower after a restart too.</summary>
public sealed class MarketStandingTests
{
    private static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");

    public static TheoryData<bool> Dialects => [true, false];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void An_assessment_comes_back_from_the_stored_state_with_what_is_held_of_it(bool isJournal)
    {
        var options = isJournal ? JournalJson.Options : EtrmsJson.Stored;
        var engine = new RiskEngine(RiskSettings.Default with { MarketSizeCut = 0.9m });
        var storm = new MarketAssessment { State = MarketState.Turbulent, Bars = 3, Next = [0, 0.1m, 0.2m, 0.7m], Volatility = VolatilityRegime.High, Liquidity = LiquidityRegime.High };
        Tell(engine, storm);
        Tell(engine, MarketAssessment.Unknown);

        var text = JsonSerializer.Serialize(engine.CaptureState(), options);
        var again = RiskEngine.Continue(engine.Settings, JsonSerializer.Deserialize<RiskEngineState>(text, options)!);

        Assert.Equal(engine.MarketAdviceOn(Btc), again.MarketAdviceOn(Btc));
        Assert.Equal(0.5m, again.MarketAdviceOn(Btc).Size);
        Assert.Equal(text, JsonSerializer.Serialize(again.CaptureState(), options));
    }

    private static void Tell(RiskEngine engine, MarketAssessment assessment)
    {
        var at = new DateTimeOffset(2025, 6, 12, 12, 0, 0, TimeSpan.Zero);
        engine.Step(new RiskEvent.MarketAssessed(Btc, assessment) { Times = new EventTimes(at, at, at) }, []);
    }
}
