using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Benchmarks;

/// <summary>
/// One account in the middle of a bad day: ten positions, ten breakers, every condition known and between half and nine tenths of its
/// threshold; or with a breaker of every other condition beside them, known and quiet, over a thousand hours of past prices. Marks arrive a
/// microsecond apart, each different from the one before it; with every condition the clock ticks each 250 ms of that time, and a position
/// changes as often in between, so that what is measured then counts, and books are told often enough to be known.
/// </summary>
internal sealed class RiskScene
{
    public const int Positions = 10;

    private const decimal Entry = 1_000;
    private const decimal Fallen = 970;

    /// <summary>Enough for the short window of the volatility.</summary>
    private const int Minutes = 8;

    /// <summary>At a step each microsecond: 125 ms to the next tick of the clock or change of a position, in turn.</summary>
    private const int StepsPerMeasure = 125_000;

    /// <summary>Each book each 125 ms, in turn.</summary>
    private const int StepsPerBook = StepsPerMeasure / Positions;

    /// <summary>Their services do not exist yet: they are unknown, which is measured too.</summary>
    private static readonly string[] Awaited = ["REGIME", "BEHAVIOUR"];

    private static readonly AccountId Account = new(new Guid("00000000-0000-0000-0000-0000000000a1"));
    private readonly List<RiskDecision> _decisions = [];
    private readonly ImmutableArray<CircuitBreaker> _breakers;
    private readonly DateTimeOffset _start = new(2025, 6, 12, 12, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _now = new(2025, 6, 12, 12, 0, 0, TimeSpan.Zero);
    private readonly bool _isMeasured;
    private long _marks;
    private long _steps;

    public RiskScene(bool withAllConditions)
    {
        _isMeasured = withAllConditions;
        _breakers = withAllConditions ? Breakers.AddRange(Others) : Breakers;
        Post(new RiskEvent.InstrumentsLoaded([.. Enumerable.Range(0, Positions).Select(Contract)]) { Times = Times });
        Post(new RiskEvent.AccountAdded(Account, Exchange.Binance, "bench", IsPaper: true) { Times = Times });
        Post(new RiskEvent.FeedChanged(Account, Exchange.Binance, FeedKind.UserStream, IsAlive: true) { Times = Times });
        Post(new RiskEvent.AccountSnapshotTaken(Account, Snapshot()) { Times = Times });
        MarkAll(Entry);
        Post(new RiskEvent.BreakersChanged(_breakers) { Times = Times });
        MarkAll(Entry);
        if (withAllConditions)
        {
            PassMinutes(Minutes);
            LoadHours();
        }

        LoseTwice();
        _now += TimeSpan.FromSeconds(7.6);
        MarkAll(Fallen);
        for (var i = 0; withAllConditions && i < Positions; i++)
        {
            Post(Depth(i));
        }

        Post(new RiskEvent.ClockTicked { Times = Times });
    }

    public RiskEngine Engine { get; } = new(RiskSettings.Default);

    public int BreakerCount => _breakers.Length;

    /// <summary>Null in steady state, else what is wrong.</summary>
    public string? Fault()
    {
        var snapshot = Engine.Snapshot();
        if (snapshot.Positions.Length != Positions || snapshot.Breakers.Length != _breakers.Length)
        {
            return $"{snapshot.Positions.Length} positions and {snapshot.Breakers.Length} breakers";
        }

        var outside = snapshot.Breakers.Where(breaker => !Awaited.Contains(breaker.Breaker.Type, StringComparer.Ordinal)).FirstOrDefault(breaker =>
            breaker.Status != BreakerStatus.Armed
            || breaker.Progress is null
            || (Breakers.Any(main => main.Id == breaker.Breaker.Id) && breaker.Progress is not (>= 0.5m and <= 0.9m)));
        return outside is null ? null : $"{outside.Breaker.Name} is {outside.Status} at {outside.Progress?.ToString() ?? "unknown"}";
    }

    public string Describe() =>
        string.Join(", ", Engine.Snapshot().Breakers.Select(breaker => $"{breaker.Breaker.Name} {breaker.Progress:P0}"));

    /// <summary>Marks that change an open position, every one distinct from the former of its contract.</summary>
    public void Prepare(RiskEvent[] batch)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            _now += TimeSpan.FromMicroseconds(1);
            if (_isMeasured && ++_steps % StepsPerMeasure == 0)
            {
                batch[i] = _steps % (2 * StepsPerMeasure) == 0 ? new RiskEvent.ClockTicked { Times = Times } : Change();
                continue;
            }

            if (_isMeasured && _steps % StepsPerBook == 1)
            {
                batch[i] = Depth((int)(_steps / StepsPerBook % Positions));
                continue;
            }

            _marks++;
            var price = Fallen + (_marks / Positions % 977 * 0.001m);
            batch[i] = new RiskEvent.MarkPriced(Symbol((int)(_marks % Positions)), price, price) { Times = Times };
        }
    }

    /// <summary>A fill changed the first position by a little, up and down.</summary>
    private RiskEvent.PositionChanged Change() =>
        new(Account, Held(0) with { Quantity = 24 - (_steps / StepsPerMeasure % 4 * 0.001m), UpdatedAt = _now }) { Times = Times };

    private RiskEvent.DepthChanged Depth(int coin) => new(
        Symbol(coin), BookDepth.Of([new BookLevel(Fallen * 0.999m, 100)]), BookDepth.Of([new BookLevel(Fallen * 1.002m, 100)]))
    {
        Times = Times,
    };

    private void LoadHours()
    {
        for (var i = 0; i < Positions; i++)
        {
            Post(new RiskEvent.HistoryLoaded(Symbol(i), Hours(i)) { Times = Times });
        }

        Post(new RiskEvent.ClockTicked { Times = Times });
    }

    /// <summary>A thousand hours of prices that share most of their moves; the first coin is BTC.</summary>
    private ImmutableArray<Candle> Hours(int coin)
    {
        var (common, own) = (new Random(1), new Random(coin + 2));
        var end = new DateTimeOffset(_now.UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        var price = (double)Entry;
        var bars = ImmutableArray.CreateBuilder<Candle>(1_001);
        for (var i = 0; i < 1_001; i++)
        {
            price *= Math.Exp((0.008 * (common.NextDouble() - 0.5)) + (0.004 * (own.NextDouble() - 0.5)));
            var close = decimal.Round((decimal)price, 3);
            bars.Add(new Candle(end.AddHours(i - 1_001), close, close, close, close, 1));
        }

        return bars.MoveToImmutable();
    }

    private EventTimes Times => new(_now, _now, _now);

    private static ImmutableArray<CircuitBreaker> Breakers =>
    [
        Breaker(1, "drawdown", "MAX_DRAWDOWN", 0.1m),
        Breaker(2, "rolling drawdown", "MAX_DRAWDOWN", 0.1m, ("window", "ROLLING")),
        Breaker(3, "day loss", "PNL", 0.1m),
        Breaker(4, "week loss in money", "PNL", 10_000, ("window", "WEEK"), ("unit", "QUOTE")),
        Breaker(5, "rolling loss", "PNL", 0.1m, ("window", "ROLLING")),
        Breaker(6, "size of equity", "MAX_POSITION_SIZE", 0.4m),
        Breaker(7, "size in money", "MAX_POSITION_SIZE", 35_000, ("unit", "QUOTE")),
        Breaker(8, "losses in a row", "CONSECUTIVE_LOSSES", 3),
        Breaker(9, "leverage", "LEVERAGE", 4),
        Breaker(10, "silent stream", "STALE_DATA", 15, ("feed", "USER_STREAM")),
    ];

    /// <summary>One of every other condition, far from its threshold.</summary>
    private static ImmutableArray<CircuitBreaker> Others =>
    [
        Breaker(11, "trail", "TRAILING_STOP", 0.3m),
        Breaker(12, "margin", "MARGIN_RATIO", 0.5m),
        Breaker(13, "liquidation", "LIQUIDATION_DISTANCE", 0.05m),
        Breaker(14, "joint liquidation", "LIQUIDATION_DISTANCE", 0.05m, ("of", "JOINT")),
        Breaker(15, "gross", "EXPOSURE", 4),
        Breaker(16, "net by coin", "EXPOSURE", 4, ("side", "NET"), ("by", "UNDERLYING")),
        Breaker(17, "concentration", "CONCENTRATION", 0.9m),
        Breaker(18, "funding", "FUNDING_COST", 0.1m),
        Breaker(19, "volatility", "VOLATILITY", 90, ("measure", "ABSOLUTE")),
        Breaker(20, "weekend", "TIME_BASED", 1),
        Breaker(21, "trades", "TRADE_COUNT", 20),
        Breaker(22, "orders", "ORDER_RATE", 60),
        Breaker(23, "no stop", "UNPROTECTED_POSITION", 36_000),
        Breaker(24, "passed stop", "STOP_NOT_FILLED", 60),
        Breaker(25, "connection", "DISCONNECTED", 600),
        Breaker(26, "books", "RECONCILE_MISMATCH", 36_000),
        Breaker(27, "button", "MANUAL", 1),
        Breaker(28, "value at risk", "VAR", 0.9m),
        Breaker(29, "value at risk of an hour", "VAR", 0.9m, ("horizon_hours", "1"), ("model", "HISTORICAL")),
        Breaker(30, "shortfall", "ES", 0.9m, ("confidence", "0.975")),
        Breaker(31, "correlated", "CORRELATED_EXPOSURE", 4),
        Breaker(32, "beta", "BETA_EXPOSURE", 4),
        Breaker(33, "trail by range", "TRAILING_STOP", 90, ("unit", "ATR")),
        Breaker(34, "regime", "REGIME", 0.9m),
        Breaker(35, "behaviour", "BEHAVIOUR", 0.9m),
        Breaker(36, "leaving", "LIQUIDITY", 0.5m),
    ];

    private static InstrumentId Symbol(int index) => new(Exchange.Binance, $"COIN{index}USDT");

    private static Instrument Contract(int index) => new()
    {
        Id = Symbol(index),
        BaseAsset = index == 0 ? "BTC" : $"COIN{index}",
        QuoteAsset = "USDT",
        TickSize = 0.001m,
        StepSize = 0.001m,
        MinQuantity = 0.001m,
        MaxQuantity = 10_000,
        MaxMarketQuantity = 10_000,
        MinNotional = 5,
        Brackets = [new(1, 50, 0, 1_000_000, 0.01m, 0)],
    };

    private static CircuitBreaker Breaker(int number, string name, string type, decimal threshold, params (string Name, string Value)[] settings) => new()
    {
        Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        Name = name,
        Type = type,
        Threshold = threshold,
        Settings = settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Value),
        Stages = [new(1, [new(BreakerActionKind.ClosePositions)])],
    };

    private static AccountSnapshot Snapshot() => new()
    {
        Balance = new AccountBalance("USDT", 100_000, 0, 100_000, 24_000, 2_400, 76_000),
        Positions = [.. Enumerable.Range(0, Positions).Select(Held)],
        OpenOrders = [],
    };

    private static Position Held(int index) => new()
    {
        Instrument = Symbol(index),
        Quantity = 24 - (index * 0.5m),
        EntryPrice = Entry,
        Leverage = 10,
    };

    private void MarkAll(decimal price)
    {
        for (var i = 0; i < Positions; i++)
        {
            Post(new RiskEvent.MarkPriced(Symbol(i), price, price) { Times = Times, FundingRate = 0.0001m, NextFundingAt = _start.AddHours(4) });
        }
    }

    /// <summary>Minutes in which every feed speaks.</summary>
    private void PassMinutes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _now += TimeSpan.FromMinutes(1);
            MarkAll(Entry + (i % 2));
            Post(new RiskEvent.FeedChanged(Account, Exchange.Binance, FeedKind.UserStream, IsAlive: true) { Times = Times });
            Post(new RiskEvent.AccountSnapshotTaken(Account, Snapshot()) { Times = Times });
            Post(new RiskEvent.ClockTicked { Times = Times });
        }

        MarkAll(Entry);
        Post(new RiskEvent.ClockTicked { Times = Times });
    }

    private void LoseTwice()
    {
        for (var i = 0; i < 2; i++)
        {
            _now += TimeSpan.FromMilliseconds(10);
            Post(Fill($"{i}/open", OrderSide.Buy, 0));
            Post(Fill($"{i}/close", OrderSide.Sell, -100));
            Post(new RiskEvent.BalanceChanged(Account, "USDT", 100_000 - ((i + 1) * 100)) { Times = Times });
        }
    }

    private RiskEvent.Filled Fill(string id, OrderSide side, decimal realized)
    {
        var contract = new InstrumentId(Exchange.Binance, "LOSTUSDT");
        var fill = new Fill(id, id, id, contract, side, PositionSide.Both, 100, 1, 0, "USDT", realized, IsMaker: false, _now);
        return new RiskEvent.Filled(Account, fill) { Times = Times };
    }

    private void Post(RiskEvent e) => Engine.Step(e, _decisions);
}
