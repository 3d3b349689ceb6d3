using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Workers.Risk;

namespace Etrms.Integration.Tests.Workers;

public sealed class RiskInboxTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 13, 0, 0, 0, TimeSpan.Zero);
    private static readonly InstrumentId Bitcoin = new(Exchange.Binance, "BTCUSDT");
    private static readonly InstrumentId Ether = new(Exchange.Binance, "ETHUSDT");

    private readonly RiskInbox _inbox = new(new RiskClock(TimeProvider.System));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newer_mark_replaces_an_unread_one_of_the_same_contract_only()
    {
        _inbox.Post(Mark(Bitcoin, 100_000));
        _inbox.Post(Mark(Ether, 2_500));
        _inbox.Post(Mark(Bitcoin, 99_000));

        var batch = await _inbox.ReadAsync(Token);

        Assert.Equal([(Bitcoin, 99_000m), (Ether, 2_500m)], batch.Cast<RiskEvent.MarkPriced>().Select(mark => (mark.Instrument, mark.Mark)));
    }

    [Fact]
    public async Task A_book_top_does_not_replace_a_mark()
    {
        _inbox.Post(Mark(Bitcoin, 100_000));
        _inbox.Post(new RiskEvent.BookTopChanged(Bitcoin, 99_999, 1, 100_001, 1) { Times = At(0) });

        Assert.Equal(2, (await _inbox.ReadAsync(Token)).Count);
    }

    [Fact]
    public async Task Fills_never_drop_and_keep_their_order()
    {
        var fills = Enumerable.Range(0, 5_000).Select(Filled).ToList();

        fills.ForEach(_inbox.Post);

        var read = (await _inbox.ReadAsync(Token)).Cast<RiskEvent.Filled>().Select(filled => filled.Fill.TradeId);
        Assert.Equal(fills.Select(filled => filled.Fill.TradeId), read);
    }

    [Fact]
    public async Task Events_are_numbered_without_gaps_from_where_recovery_ended()
    {
        _inbox.NumberFrom(41);
        _inbox.Post(Mark(Bitcoin, 1));
        _inbox.Post(Mark(Bitcoin, 2));
        var first = (await _inbox.ReadAsync(Token)).Select(posted => posted.Seq).ToList();
        _inbox.Post(Mark(Bitcoin, 3));

        var second = (await _inbox.ReadAsync(Token)).Select(posted => posted.Seq).ToList();

        Assert.Equal([42L], first);
        Assert.Equal([43L], second);
    }

    [Fact]
    public async Task Nothing_is_lost_between_many_writers_and_one_reader()
    {
        const int writers = 4;
        const int each = 2_000;
        var seen = new HashSet<string>();

        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            () => Enumerable.Range(writer * each, each).Select(Filled).ToList().ForEach(_inbox.Post), Token)));
        while (seen.Count < writers * each)
        {
            foreach (var filled in (await _inbox.ReadAsync(Token)).Cast<RiskEvent.Filled>())
            {
                Assert.True(seen.Add(filled.Fill.TradeId));
            }
        }

        await writing;
    }

    [Fact]
    public void Worker_messages_carry_the_replays_market_time()
    {
        var clock = new RiskClock(TimeProvider.System);
        var inbox = new RiskInbox(clock);
        Assert.Equal(clock.Now().ReceivedAt, clock.Now().MarketAt, TimeSpan.FromSeconds(1));

        inbox.Post(Mark(Bitcoin, 100_000) with { Times = new EventTimes(Start, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow) });

        Assert.Equal(Start, clock.Now().MarketAt);
    }

    private static EventTimes At(int second) => new(Start.AddSeconds(second), Start.AddSeconds(second), Start.AddSeconds(second));

    private static RiskEvent.MarkPriced Mark(InstrumentId instrument, decimal price) => new(instrument, price, price) { Times = At(0) };

    private static RiskEvent.Filled Filled(int number) => new(
        new AccountId(Guid.Empty),
        new Fill($"{number}", "1", "c", Bitcoin, OrderSide.Buy, PositionSide.Both, 1, 1, 0, "USDT", 0, false, Start))
    {
        Times = At(0),
    };
}
