using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>The newest candles, each with what was usual before it. Allocates nothing on the way.</summary>
internal sealed class CandleStory
{
    private const int Usual = 10;
    private const int Recent = 5;
    private const int Kept = 8;

    private readonly Candlestick[] _candles = new Candlestick[Kept];
    private RollingSum _bodies = new(Usual);
    private RollingSum _shadows = new(Usual);
    private RollingSum _ranges = new(Usual);
    private RollingSum _recentRanges = new(Recent);
    private double _body;
    private double _shadow;
    private double _range;
    private double _recentRange;

    /// <summary>Index of the newest candle; negative before the first.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>The candle so many before the newest, at most 7.</summary>
    public ref readonly Candlestick this[int age] => ref _candles[(Index - age) & (Kept - 1)];

    public void Add(in Ohlcv bar)
    {
        Index++;
        var candle = new Candlestick(bar, _body, _shadow, _range, _recentRange);
        _candles[Index & (Kept - 1)] = candle;
        var range = bar.High - bar.Low;
        _body = _bodies.Next(candle.Body) / Usual ?? 0;
        _shadow = _shadows.Next(candle.UpperShadow + candle.LowerShadow) / Usual / 2 ?? 0;
        _range = 0.1 * (_ranges.Next(range) / Usual ?? 0);
        _recentRange = _recentRanges.Next(range) / Recent ?? 0;
    }
}
