using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Tests.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>Closes that the risk engine calls quiet are kept from it: every run must be what it is when all are judged.</summary>
public sealed class QuietStretchTests
{
    private const int Hours = 1_500;

    private static readonly string[] Types =
    [
        "MAX_DRAWDOWN", "MAX_DRAWDOWN", "PNL", "CONSECUTIVE_LOSSES", "TRADE_COUNT", "LEVERAGE", "EXPOSURE", "MAX_POSITION_SIZE", "TRAILING_STOP", "MARGIN_RATIO",
    ];

    private static readonly RearmMode[] Rearms = [RearmMode.Manual, RearmMode.AutoTime, RearmMode.Both, RearmMode.NextDay];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_strategies_under_random_breakers_run_as_if_every_close_were_judged(int part)
    {
        var trips = 0;
        for (var seed = part * 1_000; seed < (part * 1_000) + 15; seed++)
        {
            var judged = Run(seed, judgesEveryCandle: true);
            var quiet = Run(seed, judgesEveryCandle: false);

            Assert.Equal(judged.BreakerEvents.Select(e => e.Hash), quiet.BreakerEvents.Select(e => e.Hash));
            Assert.Equal(judged.Trades.AsEnumerable(), quiet.Trades);
            Assert.True(judged.Equity.Values.SequenceEqual(quiet.Equity.Values));
            Assert.Equal((judged.FinalEquity, judged.Refused), (quiet.FinalEquity, quiet.Refused));
            trips += judged.BreakerEvents.Count(e => e.Kind == BreakerEventKind.Triggered);
        }

        Assert.True(trips > 5, $"{trips} trips prove little");
    }

    private static BacktestRun Run(int seed, bool judgesEveryCandle)
    {
        var random = new Random(seed);
        var candles = Walk(random);
        var settings = new BacktestSettings
        {
            InitialCapital = 10_000,
            Costs = new Costs(0.0004m, 0.0002m, random.Next(2) * 0.0001m),
            Leverage = random.Next(1, 4),
            Breakers = [.. Enumerable.Range(1, random.Next(1, 4)).Select(number => Breaker(number, random))],
            ClosesAtEnd = random.Next(2) == 0,
            JudgesEveryCandle = judgesEveryCandle,
        };
        var market = new BacktestMarket(Some.Instrument("SOLUSDT") with { Brackets = [], StepSize = 0.001m, MinQuantity = 0.001m }, candles)
        {
            Funding = [.. Enumerable.Range(0, Hours).Select(i => new FundingRate(candles.OpenAt(0).AddHours(i * 8), 0.0001m))],
        };
        return new BacktestEngine(settings, [market], _ => new Whim(random.Next(), random.Next(3, 40))).Run();
    }

    private static CircuitBreaker Breaker(int number, Random random)
    {
        var type = Types[random.Next(Types.Length)];
        BreakerAction action = random.Next(5) switch
        {
            0 => new(BreakerActionKind.Notify),
            1 => new(BreakerActionKind.PauseTrading),
            2 => new(BreakerActionKind.ReducePosition) { ReduceBy = 0.5m },
            3 => new(BreakerActionKind.ScaleNewRisk) { Factor = 0.5m },
            _ => new(BreakerActionKind.ClosePositions),
        };
        var first = new Stage(0.6m, [new BreakerAction(BreakerActionKind.Notify)]);
        return new CircuitBreaker
        {
            Id = new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
            Name = $"{type} {number}",
            Type = type,
            Threshold = type switch
            {
                "CONSECUTIVE_LOSSES" or "TRADE_COUNT" => random.Next(2, 6),
                "LEVERAGE" or "EXPOSURE" or "MAX_POSITION_SIZE" => 0.9m + (random.Next(1, 30) * 0.05m),
                _ => random.Next(1, 20) * 0.01m,
            },
            Stages = random.Next(3) == 0 && type is not ("CONSECUTIVE_LOSSES" or "TRADE_COUNT") ? [first, new Stage(1, [action])] : [new Stage(1, [action])],
            Rearm = new Rearm(Rearms[random.Next(Rearms.Length)]) { After = TimeSpan.FromHours(random.Next(1, 200)) },
            Cooldown = TimeSpan.FromHours(random.Next(30)),
            Mode = random.Next(6) == 0 ? BreakerMode.Observe : BreakerMode.Armed,
            Qualify = random.Next(2) == 0 ? new Qualification(TimeSpan.Zero, 1) : null,
        };
    }

    private static CandleSeries Walk(Random random)
    {
        var builder = new CandleSeriesBuilder(Some.Id("SOLUSDT"), TimeSpan.FromHours(1));
        var (at, price) = (new DateTimeOffset(2024, 1, 30, 0, 0, 0, TimeSpan.Zero), 100m);
        var drift = (random.NextDouble() - 0.5) * 0.002;
        for (var i = 0; i < Hours; i++)
        {
            var close = decimal.Round(price * (decimal)(1 + drift + ((random.NextDouble() - 0.5) * 0.02)), 3);
            var (high, low) = (Math.Max(price, close) + 0.1m, Math.Min(price, close) - 0.1m);
            builder.Add(new Candle(at, price, high, low, close, 1));

            // Now and then the next candles are missing.
            at = at.AddHours(random.Next(200) == 0 ? random.Next(2, 30) : 1);
            price = close;
        }

        return builder.Build();
    }

    /// <summary>Orders of all kinds at random.</summary>
    private sealed class Whim(int seed, int patience) : IStrategy
    {
        private readonly Random _random = new(seed);

        public void OnBar(StrategyBar bar)
        {
            if (_random.Next(patience) != 0)
            {
                return;
            }

            var side = _random.Next(2) == 0 ? TradeSide.Long : TradeSide.Short;
            var close = bar.Bar.Close;
            switch (_random.Next(5))
            {
                case 0:
                    bar.Exit();
                    break;
                case 1:
                    bar.CancelAll();
                    break;
                case 2:
                    bar.Place(new BarOrder { Side = OrderSide.Buy, Kind = BarOrderKind.Limit, Limit = decimal.Round(close * 0.995m, 2), Size = OrderSize.OfEquity(0.3m) });
                    break;
                default:
                    var distance = side == TradeSide.Long ? 1 : -1;
                    bar.Enter(side, 0.9m, new Bracket(decimal.Round(close * (1 - (distance * 0.03m)), 2), decimal.Round(close * (1 + (distance * 0.04m)), 2)));
                    break;
            }
        }
    }
}
