using System.Collections.Immutable;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Exchanges.Tests.Venue.Market;

public sealed class ReplayTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 13, 7, 0, 0, TimeSpan.Zero);
    private static readonly Instrument Btc = RecordedData.Contract("BTCUSDT");
    private static readonly Instrument Eth = RecordedData.Contract("ETHUSDT");

    [Fact]
    public void Bars_come_out_as_they_went_in_whatever_the_pace()
    {
        var (slow, fast) = (new Replay(), new Replay());

        for (var i = 0; i < 3_600; i++)
        {
            slow.Pass(TimeSpan.FromSeconds(1));
        }

        fast.Pass(TimeSpan.FromHours(1));

        var expected = slow.Bars(Btc).Between(Start, Start.AddMinutes(59)).Select(bar => (bar.OpenAt, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));
        Assert.Equal(expected, Minutes(slow));
        Assert.Equal(expected, Minutes(fast));
        Assert.Equal(slow.Market.Quote(Btc.Id).Mark, fast.Market.Quote(Btc.Id).Mark);
        Assert.Equal(slow.Market.Book(Btc.Id, 100).Bids, fast.Market.Book(Btc.Id, 100).Bids);
    }

    [Fact]
    public void Published_trades_add_up_to_the_volume_even_when_merged()
    {
        var replay = new Replay();

        replay.Pass(TimeSpan.FromMinutes(10));

        var traded = replay.Heard<MarketEvent.Traded>(Btc).Sum(fact => fact.Trade.Quantity);
        var bars = replay.Bars(Btc).Between(Start, Start.AddMinutes(10)).Sum(bar => bar.Volume);
        Assert.InRange(bars - traded, 0, bars / 100);
        Assert.True(replay.Heard<MarketEvent.Traded>(Btc).Count() <= 20);
    }

    [Fact]
    public void Book_changes_rebuild_the_book_and_chain_by_their_numbers()
    {
        var replay = new Replay();
        var (bids, last) = (new SortedDictionary<decimal, decimal>(), 0L);

        for (var i = 0; i < 50; i++)
        {
            replay.Pass(TimeSpan.FromSeconds(1));
        }

        foreach (var change in replay.Heard<MarketEvent.BookMoved>(Btc).Select(fact => fact.Change))
        {
            Assert.True(change.PreviousUpdateId == last && change.FirstUpdateId <= change.LastUpdateId);
            last = change.LastUpdateId;
            foreach (var level in change.Bids)
            {
                bids[level.Price] = level.Quantity;
            }
        }

        var book = replay.Market.Book(Btc.Id, 1_000);
        Assert.Equal(last, book.LastUpdateId);
        Assert.Equal(book.Bids, bids.Where(pair => pair.Value > 0).Reverse().Select(pair => new BookLevel(pair.Key, pair.Value)));
        Assert.True(book.Bids[0].Price < book.Asks[0].Price);
        Assert.All(book.Asks.Zip(book.Asks.Skip(1)), pair => Assert.True(pair.First.Price < pair.Second.Price));
    }

    [Fact]
    public void The_mark_is_told_at_least_every_second_although_nothing_trades()
    {
        var replay = new Replay(quiet: true);

        for (var i = 0; i < 10; i++)
        {
            replay.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.True(replay.Heard<MarketEvent.MarkMoved>(Btc).Count() >= 10);
    }

    [Fact]
    public void An_override_moves_mark_last_and_book_at_once_and_the_replay_goes_on_in_proportion()
    {
        var replay = new Replay();
        replay.Pass(TimeSpan.FromMinutes(1));
        var (own, ethBefore) = (replay.Market.Quote(Btc.Id).Last, replay.Market.Quote(Eth.Id).Last);

        replay.Market.OverridePrice(Btc.Id, 50_000);

        var quote = replay.Market.Quote(Btc.Id);
        Assert.Equal((50_000m, 50_000m), (quote.Last, quote.Mark));
        Assert.InRange(replay.Market.Book(Btc.Id, 1).Bids[0].Price, 49_990, 50_000);
        Assert.Equal(ethBefore, replay.Market.Quote(Eth.Id).Last);
        replay.Pass(TimeSpan.FromMinutes(30));
        var own30 = replay.Bars(Btc).OpenOrNext(Start.AddMinutes(31))!.Value.Open;
        Assert.InRange(replay.Market.Quote(Btc.Id).Last / 50_000, own30 / own * 0.999m, own30 / own * 1.001m);
        replay.Market.ReleasePrice(Btc.Id);
        Assert.InRange(replay.Market.Quote(Btc.Id).Last, own30 * 0.999m, own30 * 1.001m);
    }

    [Fact]
    public void A_scripted_path_plays_in_wall_time()
    {
        var replay = new Replay(speed: 100);
        replay.Market.PlayPath(Btc.Id, [new PathPoint(TimeSpan.FromMilliseconds(200), 60_000), new PathPoint(TimeSpan.FromMilliseconds(100), 70_000)]);

        replay.PassWall(TimeSpan.FromMilliseconds(100));
        var first = replay.Market.Quote(Btc.Id).Mark;
        replay.PassWall(TimeSpan.FromMilliseconds(100));

        Assert.Equal(70_000, first);
        Assert.Equal(60_000, replay.Market.Quote(Btc.Id).Mark);
        Assert.Null(replay.Market.NextScriptedAt);
    }

    [Fact]
    public void A_price_set_by_hand_ends_the_script_of_its_contract_alone()
    {
        var replay = new Replay(speed: 100);
        replay.Market.PlayPath(Btc.Id, [new PathPoint(TimeSpan.FromMilliseconds(100), 70_000)]);
        replay.Market.PlayPath(Eth.Id, [new PathPoint(TimeSpan.FromMilliseconds(100), 3_000)]);

        replay.Market.OverridePrice(Btc.Id, 50_000);
        replay.PassWall(TimeSpan.FromMilliseconds(100));

        Assert.InRange(replay.Market.Quote(Btc.Id).Mark, 45_000, 55_000);
        Assert.Equal(3_000, replay.Market.Quote(Eth.Id).Mark);
    }

    [Fact]
    public void Positions_pay_funding_when_market_time_passes_the_settlement()
    {
        var replay = new Replay();
        replay.Exchange.OpenAccount("a", 100_000, Start);
        var order = replay.Exchange.Place("a", new OrderRequest { Instrument = Btc.Id, Side = Domain.Trading.OrderSide.Buy, Type = Domain.Trading.OrderType.Market, Quantity = 1 }, Start);
        Assert.True(order.IsAccepted);

        replay.Pass(TimeSpan.FromMinutes(61));

        var settlement = Assert.Single(replay.Heard<MarketEvent.FundingPaid>(Btc)).Settlement;
        Assert.Equal(Start.AddHours(1), settlement.At);
        Assert.Equal(Replay.RecordedRate, settlement.Rate);
        var paid = replay.Exchange.Ledger("a").Single(entry => entry.Kind == Domain.Trading.LedgerKind.Funding).Amount;
        Assert.Equal(Math.Round(-settlement.Price * settlement.Rate, 8), paid);
        Assert.Equal(Start.AddHours(9), replay.Market.Quote(Btc.Id).NextFundingAt);
    }

    [Fact]
    public void When_the_recording_is_used_up_the_last_price_stands()
    {
        var replay = new Replay();

        replay.Pass(TimeSpan.FromDays(2));

        var close = replay.Bars(Btc).Between(Start, Start.AddDays(9)).Last().Close;
        Assert.Equal((MarketPhase.Ended, close), (replay.Market.Status.Phase, replay.Market.Quote(Btc.Id).Last));
        var at = replay.Market.Status.MarketAt;
        replay.Pass(TimeSpan.FromDays(1));
        Assert.Equal(at, replay.Market.Status.MarketAt);
    }

    [Fact]
    public void A_jump_stands_there_at_once_with_the_bars_before_and_is_refused_where_nothing_is_recorded()
    {
        var replay = new Replay();

        Assert.False(replay.Market.TryJumpTo(Start.AddDays(30)));
        Assert.False(replay.Market.TryJumpTo(Start.AddDays(-30)));
        Assert.True(replay.Market.TryJumpTo(Start.AddHours(3)));

        Assert.Equal(Start.AddHours(3), replay.Market.Status.MarketAt);
        Assert.Equal(replay.Bars(Btc).OpenOrNext(Start.AddHours(3))!.Value.Open, replay.Market.Quote(Btc.Id).Last);
        var bars = replay.Market.Klines(Btc.Id, KlineInterval.OneHour, Start, null, 10);
        Assert.Equal([Start, Start.AddHours(1), Start.AddHours(2), Start.AddHours(3)], bars.Select(bar => bar.OpenAt));
    }

    [Fact]
    public void A_paused_market_stands_still()
    {
        var replay = new Replay();
        replay.Market.Pause();

        replay.Pass(TimeSpan.FromHours(1));

        Assert.Equal((MarketPhase.Paused, Start), (replay.Market.Status.Phase, replay.Market.Status.MarketAt));
        replay.Market.Resume();
        replay.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(Start.AddMinutes(1), replay.Market.Status.MarketAt);
    }

    private static IEnumerable<(DateTimeOffset, decimal, decimal, decimal, decimal, decimal)> Minutes(Replay replay) =>
        replay.Market.Klines(Btc.Id, KlineInterval.OneMinute, Start, Start.AddMinutes(58), 1_000)
            .Select(bar => (bar.OpenAt, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));

    /// <summary>A market over made-up recordings of a day, moved by hand.</summary>
    private sealed class Replay
    {
        public const decimal RecordedRate = 0.00025m;

        private readonly StandingClock _time = new(Start);
        private readonly List<MarketEvent> _events = [];
        private readonly ImmutableArray<ContractData> _contracts;

        public Replay(double speed = 1, bool quiet = false)
        {
            _contracts = [.. new[] { Btc, Eth }.Select(instrument => Recorded(instrument, quiet))];
            Exchange = new SimulatedExchange([Btc, Eth], new ExchangeRules(), _ => { });
            var clock = new VenueClock(_time);
            clock.SetSpeed(speed);
            Market = new VenueMarket(new PriceData(PriceSource.Candles, Start, _contracts), clock, new VenueExchanges(Exchange, Exchange), _events.Add, seed: 5);
        }

        public SimulatedExchange Exchange { get; }

        public VenueMarket Market { get; }

        public IBarSeries Bars(Instrument instrument) => _contracts.Single(contract => contract.Instrument == instrument).Bars;

        public IEnumerable<T> Heard<T>(Instrument instrument)
            where T : MarketEvent => _events.OfType<T>().Where(fact => fact.Instrument == instrument.Id);

        public void Pass(TimeSpan time) => PassWall(time);

        public void PassWall(TimeSpan time)
        {
            _time.Advance(time);
            Assert.True(Market.Advance(() => true));
            Market.PlayScript();
            Market.Publish();
        }

        private static ContractData Recorded(Instrument instrument, bool quiet)
        {
            var from = Start.AddDays(-1);
            var bars = new MarketModel([instrument], from, seed: 2).BarsOf(instrument).Between(from, Start.AddDays(1)).ToList();
            var recorded = quiet ? bars.ConvertAll(bar => new Candle(bar.OpenAt, 100, 100, 100, 100, 0)) : bars;
            return new ContractData(
                instrument, new RecordedBars(TimeSpan.FromMinutes(1), recorded), Hours: null, Days: null,
                [new FundingRate(Start.AddHours(1).AddMilliseconds(30), RecordedRate)]);
        }
    }
}
