using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Exchanges;
using Etrms.Workers.Analysis;

namespace Etrms.Integration.Tests.Workers;

/// <summary>Candles that are missing are asked for before it goes on; what the venue does not have either makes the analysis begin anew.</summary>
public sealed class CandleIntakeTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");

    private readonly MarketAnalyst _analyst = new([Quarter], AnalystRules.Default);
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _asked = [];
    private readonly CandleIntake _intake;
    private DateTimeOffset _now = Start;

    public CandleIntakeTests()
    {
        _analyst.Follow(Btc);
        _intake = new CandleIntake(_analyst, (_, _, from, until) => _asked.Add((from, until)), AnalystRules.Default);
    }

    private DateTimeOffset? End => _analyst.Find(Btc, Quarter)!.Reading?.EndAt;

    [Fact]
    public void It_asks_for_the_past_of_the_first_candle_it_hears_of_and_goes_on_from_there()
    {
        Hear(10, isClosed: false);
        Assert.Equal((At(10 - AnalystRules.Default.Bars), At(10)), Assert.Single(_asked));

        Answer(0, 10);
        Hear(10, isClosed: true);

        Assert.Equal(At(11), End);
        Assert.Single(_asked);
    }

    [Fact]
    public void A_gap_is_filled_from_the_past_before_what_comes_after_it_counts()
    {
        Hear(10, isClosed: false);
        Answer(0, 10);
        _now += TimeSpan.FromMinutes(1);

        Hear(13, isClosed: true);
        Assert.Equal((At(10), At(13)), _asked[^1]);
        Assert.Equal(At(10), End);

        Answer(10, 13);
        Assert.Equal(At(14), End);
        Assert.Equal(14, _analyst.Find(Btc, Quarter)!.Reading!.Bars);
    }

    [Fact]
    public void What_closes_while_an_answer_is_awaited_counts_after_it_and_is_not_asked_for()
    {
        Hear(10, isClosed: false);
        for (var bar = 10; bar < 40; bar++)
        {
            Hear(bar, isClosed: true);
            _now += TimeSpan.FromSeconds(15);
        }

        Answer(0, 10);

        Assert.Equal((At(40), 40), (End, _analyst.Find(Btc, Quarter)!.Reading!.Bars));
        Assert.Single(_asked);
    }

    [Fact]
    public void What_the_venue_does_not_have_either_is_gone_and_it_begins_anew()
    {
        Hear(10, isClosed: false);
        Answer(0, 10);
        _now += TimeSpan.FromMinutes(1);
        Hear(13, isClosed: true);

        Answer(13, 13);

        Assert.Equal((At(14), 1), (End, _analyst.Find(Btc, Quarter)!.Reading!.Bars));
    }

    [Fact]
    public void A_question_without_an_answer_is_asked_again_and_not_at_every_candle()
    {
        Hear(10, isClosed: false);
        _intake.Take(new MarketNews([new PastCandles(Btc, Quarter, [], At(10 - AnalystRules.Default.Bars))], [], [], new Dictionary<InstrumentId, OrderBook?>()), _now);

        Hear(10, isClosed: false);
        Assert.Single(_asked);
        _now += TimeSpan.FromSeconds(31);
        Hear(10, isClosed: false);

        Assert.Equal(2, _asked.Count);
        Assert.Null(End);
    }

    private static DateTimeOffset At(int bar) => Start + (bar * Quarter);

    private static Candle Candle(int bar) => new(At(bar), 100, 101, 99, 100, 1);

    private void Hear(int bar, bool isClosed)
    {
        MarketUpdate.CandleChanged[] update = [new(Btc, Quarter, Candle(bar), isClosed)];
        _intake.Take(new MarketNews([], isClosed ? update : [], isClosed ? [] : update, new Dictionary<InstrumentId, OrderBook?>()), _now);
    }

    private void Answer(int from, int until) => _intake.Take(
        new MarketNews(
            [new PastCandles(Btc, Quarter, [.. Enumerable.Range(from, until - from).Select(Candle)], At(until))], [], [], new Dictionary<InstrumentId, OrderBook?>()),
        _now);
}
