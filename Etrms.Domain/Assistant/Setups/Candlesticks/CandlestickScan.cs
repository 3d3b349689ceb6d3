using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>All candlestick patterns, with TA-Lib's definitions and candle settings.</summary>
public static class CandlestickCatalog
{
    public static ImmutableArray<CandlePattern> All { get; } =
        [.. ((IEnumerable<CandlePattern>)[.. SingleCandles.All, .. CandlePairs.All, .. CandleTriples.All, .. LongPatterns.All]).OrderBy(pattern => pattern.Code, StringComparer.Ordinal)];
}

/// <summary>
/// Watches bars for candlestick patterns. A signal is positive for an expected rise and negative for a fall: 100, 80 where the ends of two
/// bodies are exactly equal, 200 for the confirmation of a hikkake; 0 for none.
/// </summary>
/// <param name="patterns">The ones to look for.</param>
/// <param name="penetration">Instead of each pattern's own.</param>
public sealed class CandlestickScan(ImmutableArray<CandlePattern> patterns, double? penetration = null) : IIndicator
{
    private readonly CandleStory _story = new();
    private readonly CandleRule[] _rules = [.. patterns.Select(pattern => pattern.Start())];

    /// <summary>Takes the next bar and writes a signal per pattern; null before it can be decided.</summary>
    public void Next(in Ohlcv bar, Span<int?> signals)
    {
        _story.Add(bar);
        for (var i = 0; i < _rules.Length; i++)
        {
            signals[i] = SignalOf(i);
        }
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        _story.Add(bar);
        for (var i = 0; i < _rules.Length; i++)
        {
            outputs[i] = SignalOf(i) ?? double.NaN;
        }
    }

    private int? SignalOf(int place)
    {
        var signal = _rules[place](_story, penetration ?? patterns[place].Penetration ?? 0);
        return _story.Index >= patterns[place].First ? signal : null;
    }
}
