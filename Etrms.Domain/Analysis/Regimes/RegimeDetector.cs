using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Bands;
using Etrms.Domain.Analysis.Indicators.Trend;
using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>
/// Tells the regime of a market by thresholds with hysteresis, a bar at a time and with nothing later than it: volatile where volatility is far
/// above its own median, else trending by the strength of directional movement, else ranging.
/// </summary>
public sealed class RegimeDetector(RegimeRules rules)
{
    private readonly DirectionalMovement _movement = new(rules.TrendPeriod);
    private readonly RangeEnds _range = new(rules.RangePeriod);
    private readonly VolatilityRatio _volatility = new(rules);
    private MarketRegime? _regime;
    private int _direction;
    private int _age;

    /// <summary>Takes the next bar; null until enough was seen, and for a bar that holds what no market has.</summary>
    public RegimeReading? Next(in Ohlcv bar)
    {
        if (!IsSound(bar))
        {
            return null;
        }

        var breach = _range.Next(bar);
        var ratio = _volatility.Next(bar.Close);
        var movement = _movement.Next(bar);
        return ratio is { } wide && movement is { Strength: { } strength, PlusIndex: { } plus, MinusIndex: { } minus }
            ? Read(wide, strength, Math.Sign(plus - minus), breach) : null;
    }

    private RegimeReading Read(double ratio, double strength, int side, int breach)
    {
        var before = _regime;
        var isTrend = strength >= (before == MarketRegime.Trending ? rules.TrendLeave : rules.TrendEnter);
        var regime = ratio > (before == MarketRegime.Volatile ? rules.VolatilityLeave : rules.VolatilityEnter) ? MarketRegime.Volatile
            : isTrend ? MarketRegime.Trending : MarketRegime.Ranging;
        var turn = before == MarketRegime.Ranging && breach != 0 ? RegimeTurn.Breakout
            : before == MarketRegime.Trending && side * _direction < 0 ? RegimeTurn.Reversal : RegimeTurn.None;
        _age = regime == before ? _age + 1 : 1;
        (_regime, _direction) = (regime, regime == MarketRegime.Trending ? side : 0);
        return new RegimeReading(regime, turn, turn == RegimeTurn.Breakout ? breach : turn == RegimeTurn.Reversal ? side : _direction, strength, ratio, _age);
    }

    private static bool IsSound(in Ohlcv bar) =>
        bar.Close > 0 && double.IsFinite(bar.High) && double.IsFinite(bar.Close) && bar.Low > 0 && bar.High >= bar.Low;

    /// <summary>Whether a close lies beyond the highest or the lowest of the bars before it.</summary>
    private sealed class RangeEnds(int period)
    {
        private readonly DonchianChannel _channel = new(period);

        public int Next(in Ohlcv bar) =>
            _channel.Next(bar) is { } ends ? bar.Close > ends.Upper ? 1 : bar.Close < ends.Lower ? -1 : 0 : 0;
    }

    /// <summary>Deviation of the newest log returns over the median of those deviations so far.</summary>
    private sealed class VolatilityRatio(RegimeRules rules)
    {
        private readonly Queue<double> _newest = new();
        private readonly SortedValues _sorted = new();
        private RollingMoments _returns = new(rules.VolatilityPeriod);
        private double? _last;

        public double? Next(double close)
        {
            var before = _last;
            _last = close;
            if (before is not { } former)
            {
                return null;
            }

            _returns.Next(Math.Log(close / former));
            return _returns.IsFull ? Ratio(_returns.Deviation(1)) : null;
        }

        private double? Ratio(double deviation)
        {
            if (_newest.Count == rules.VolatilityLookback)
            {
                _sorted.Remove(_newest.Dequeue());
            }

            _newest.Enqueue(deviation);
            _sorted.Add(deviation);
            return _sorted.Count >= rules.LeastVolatilities && _sorted.Median is > 0 and var median ? deviation / median : null;
        }
    }
}
