using Etrms.Domain.Analysis;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Windows;
using Etrms.Domain.Analysis.Markets;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>
/// The liquidity of a market as far as candles tell it: the mean turnover of the newest ones over the median of those means, by the bounds at which a
/// book counts as thin or deep. Candles without volume tell nothing.
/// </summary>
internal sealed class UsualTurnover(AnalystRules rules)
{
    /// <summary>Candles until it may say something.</summary>
    public const int Bars = Newest + Least;

    private const int Newest = 24;
    private const int Lookback = 500;
    private const int Least = 30;

    private readonly Queue<double> _means = new();
    private readonly SortedValues _sorted = new();
    private RollingMoments _turnover = new(Newest);
    private LiquidityRegime? _regime;

    /// <summary>Null until enough was seen.</summary>
    public LiquidityRegime? Next(in Ohlcv bar)
    {
        _turnover.Next(bar.Close * bar.Volume);
        if (!_turnover.IsFull)
        {
            return null;
        }

        var mean = _turnover.Mean;
        if (_means.Count == Lookback)
        {
            _sorted.Remove(_means.Dequeue());
        }

        _means.Enqueue(mean);
        _sorted.Add(mean);
        return _regime = _sorted.Count >= Least && _sorted.Median is > 0 and var usual ? Next(mean / usual) : null;
    }

    private LiquidityRegime Next(double score) =>
        score < (_regime == LiquidityRegime.Low ? rules.Thin.Leave : rules.Thin.Enter) ? LiquidityRegime.Low
        : score > (_regime == LiquidityRegime.High ? rules.Deep.Leave : rules.Deep.Enter) ? LiquidityRegime.High
        : LiquidityRegime.Medium;
}
