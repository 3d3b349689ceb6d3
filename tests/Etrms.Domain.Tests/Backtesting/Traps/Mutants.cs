using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>
/// The engine with one deliberate mistake each, made by a wrong input or a wrong wrapper: the recorded numbers tell what the mistake gives.
/// All trade the cross of 10 and 30 hours of Bitcoin in 2022 on 10,000 at 0.04 %.
/// </summary>
internal static class Mutants
{
    private const decimal Fee = 0.0004m;
    private const decimal Capital = 10_000;

    /// <summary>Lots of 1e-8 and no tick.</summary>
    public static Instrument Contract { get; } = Scene.Contract("BTCUSDT") with { TickSize = 0.000000000001m, StepSize = 0.00000001m, MinQuantity = 0.00000001m };

    public static BacktestRun Play(CandleSeries candles, IStrategy strategy, decimal fee = Fee, decimal slippage = 0, Instrument? contract = null) =>
        Play(new BacktestMarket(contract ?? Contract, candles), strategy, new Costs(fee, fee, slippage));

    public static BacktestRun Play(BacktestMarket market, IStrategy strategy, Costs costs) =>
        new BacktestEngine(new BacktestSettings { InitialCapital = Capital, Costs = costs, KeepsOrders = true }, [market], _ => strategy).Run();

    public static IStrategy Cross(TradeDirection direction, int slow = 30) => new MovingAverageCross(new MovingAverageCrossSettings(10, slow, direction));

    /// <summary>What a run ends with when it makes a mistake; "correct" makes none.</summary>
    public static decimal FinalEquity(string mistake, TradeDirection direction)
    {
        var candles = ReferenceCandles.Bitcoin2022();
        var cross = Cross(direction);
        return mistake switch
        {
            "correct" => Play(candles, cross).FinalEquity,
            "fill_at_signal_close" => Play(Opening(candles, i => candles.Close(Math.Max(i - 1, 0))), cross).FinalEquity,
            "lookahead_fill_at_signal_bar_open" => Play(Opening(candles, i => candles.Open(Math.Max(i - 1, 0))), cross).FinalEquity,
            "one_bar_late" => Play(Opening(candles, i => candles.Open(Math.Min(i + 1, candles.Count - 1))), cross).FinalEquity,
            "fill_at_next_close" => Play(Opening(candles, candles.Close), cross).FinalEquity,
            "no_fees" => Play(candles, cross, fee: 0).FinalEquity,
            "fee_on_entry_only" => Recount(candles, direction, exitFee: 0, isSizedBySignal: false),
            "fee_percent_as_fraction" => Play(candles, cross, fee: 0.004m).FinalEquity,
            "slippage_5bp" => Play(candles, cross, slippage: 0.0005m).FinalEquity,
            "slippage_sign_wrong" => Play(candles, cross, slippage: -0.0005m).FinalEquity,
            "size_from_signal_close" => Recount(candles, direction, Fee, isSizedBySignal: true),
            "lot_step_0.001" => Play(candles, cross, contract: Contract with { StepSize = 0.001m, MinQuantity = 0.001m }).FinalEquity,
            "first_sign_trades" => Play(candles, new EagerCross(direction)).FinalEquity,
            "slow_window_off_by_one" => Play(candles, Cross(direction, slow: 31)).FinalEquity,
            "with_real_funding" => Play(WithFunding(candles, 1), cross, Costs.Flat(Fee)).FinalEquity,
            "funding_sign_wrong" => Play(WithFunding(candles, -1), cross, Costs.Flat(Fee)).FinalEquity,
            _ => throw new ArgumentException($"The mistake {mistake} is not known here.", nameof(mistake)),
        };
    }

    /// <summary>The same candles with other opens, which is where orders fill.</summary>
    public static CandleSeries Opening(CandleSeries candles, Func<int, decimal> open)
    {
        var builder = new CandleSeriesBuilder(candles.Instrument, candles.Step);
        for (var i = 0; i < candles.Count; i++)
        {
            var (candle, at) = (candles[i], open(i));
            builder.Add(candle with { Open = at, High = Math.Max(candle.High, at), Low = Math.Min(candle.Low, at) });
        }

        return builder.Build();
    }

    /// <summary>Bitcoin's settlements and marks beside its candles.</summary>
    public static BacktestMarket WithFunding(CandleSeries candles, int sign) => new(Contract, candles)
    {
        Marks = ReferenceCandles.Hours("BTCUSDT-mark-1h.csv.gz", SeriesKind.Mark),
        Funding = [.. ReferenceCandles.Funding("BTCUSDT-funding.csv.gz").Select(rate => rate with { Rate = sign * rate.Rate })],
    };

    /// <summary>Adds up the trades of the right run again, with a fee or a size that a careless hand would take.</summary>
    private static decimal Recount(CandleSeries candles, TradeDirection direction, decimal exitFee, bool isSizedBySignal)
    {
        var cash = Capital;
        foreach (var trade in Play(candles, Cross(direction)).Trades)
        {
            var basis = isSizedBySignal ? candles.Close(candles.IndexAt(trade.EntryAt) - 1) : trade.EntryPrice;
            var quantity = Math.Floor(cash / (basis * (1 + Fee)) / Contract.StepSize) * Contract.StepSize;
            var exit = trade.ExitPrice ?? candles.Close(candles.Count - 1);
            var gross = quantity * (exit - trade.EntryPrice) * (trade.Side == TradeSide.Long ? 1 : -1);
            cash += gross - (quantity * trade.EntryPrice * Fee) - (trade.IsOpen ? 0 : quantity * exit * exitFee);
        }

        return cash;
    }

    /// <summary>Takes the first sign that it sees for a signal.</summary>
    private sealed class EagerCross(TradeDirection direction) : IStrategy
    {
        private readonly IStrategy _cross = Cross(direction);

        public void OnBar(StrategyBar bar)
        {
            _cross.OnBar(bar);
            if (bar.Index == 29)
            {
                var closes = bar.Closes;
                var isUp = Sum(closes[^10..]) * 30 > Sum(closes[^30..]) * 10;
                if (isUp || direction == TradeDirection.LongShort)
                {
                    bar.Enter(isUp ? TradeSide.Long : TradeSide.Short);
                }
            }
        }

        private static long Sum(ReadOnlySpan<long> values)
        {
            var sum = 0L;
            foreach (var value in values)
            {
                sum += value;
            }

            return sum;
        }
    }
}
