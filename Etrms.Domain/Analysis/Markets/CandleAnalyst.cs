using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Analysis.Volatility.Garch;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>What the newest bar told; what is not known yet is null.</summary>
/// <param name="EndAt">Market time at which the newest bar ended.</param>
/// <param name="Bars">Bars in a row that were seen.</param>
/// <param name="Volatility">Close to close, as a fraction per year.</param>
/// <param name="Rank">Share of the volatilities before it that were lower.</param>
public sealed record CandleReading(
    DateTimeOffset EndAt, int Bars, MarketState? State, RegimeReading? Regime, double? Volatility, double? Rank, VolatilityRegime? VolatilityRegime);

/// <summary>Volatilities at the end of a bar, as fractions per year; null where undefined.</summary>
/// <param name="EndAt">Market time.</param>
public sealed record VolatilityPoint(DateTimeOffset EndAt, ImmutableArray<(VolatilityEstimator Estimator, double? Value)> Estimates, double Ewma);

/// <summary>What takes longer to work out than a bar should: told when somebody asks.</summary>
/// <param name="Garch">Null while there are too few returns, or where none fits.</param>
/// <param name="IsNearIntegrated">Shocks hardly die out: there is no long-run volatility.</param>
public sealed record VolatilityDetail(ImmutableArray<ConeWindow> Cone, VolatilityTermStructure? Garch, bool IsNearIntegrated);

/// <summary>
/// Judges the bars of one contract and length one after the other, live as in a backtest. A bar told twice or late changes nothing; one that is missing
/// makes it begin anew, since a window with a hole says nothing.
/// </summary>
public sealed class CandleAnalyst(TimeSpan interval, AnalystRules rules)
{
    private static readonly int[] ConeWindows = [10, 20, 30, 60, 120, 240];
    private static readonly int[] Horizons = [1, 4, 16, 48, 96];

    private readonly BarHistory _bars = new(rules.Bars);
    private readonly BarHistory _ranked = new(rules.Ranks.Lookback);
    private readonly StateHistory _states = new(rules);
    private readonly Queue<Candle> _newest = new();
    private readonly ChartAnalyst _charts = new(interval, rules.Patterns);
    private RegimeDetector _detector = new(rules.Regimes);
    private VolatilityRegime _volatility = VolatilityRegime.Normal;
    private double _lastClose;

    public TimeSpan Interval => interval;

    /// <summary>Null before the first bar.</summary>
    public CandleReading? Reading { get; private set; }

    public ImmutableArray<StateSpell> Spells => _states.Spells;

    public ImmutableArray<StatePerformance> Performance => _states.Performance();

    /// <summary>How each state was followed by others.</summary>
    public ImmutableArray<StateMoves> Moves => _states.Moves();

    /// <summary>Hidden states of the returns; there are none until somebody lets them be fitted.</summary>
    public PhaseAnalyst Phases { get; } = new(rules.Phases);

    /// <summary>Market time since which the present state lasts.</summary>
    public DateTimeOffset? Since => _states.Since;

    /// <summary>Bars for which the present state has lasted.</summary>
    public int StateBars => _states.Bars;

    /// <summary>Probability of each state after the next bar, in their order; empty while unknown.</summary>
    public ImmutableArray<decimal> Next => _states.Next();

    private double BarsPerYear => TimeSpan.FromDays(365) / interval;

    /// <summary>Takes a closed candle; false when it says nothing new or nothing that can be.</summary>
    public bool Take(in Candle candle)
    {
        if (candle is not { Low: > 0, Volume: >= 0 } || candle.High < candle.Low || candle.Close > candle.High || candle.Close < candle.Low
            || (Reading is { } reading && candle.OpenAt < reading.EndAt))
        {
            return false;
        }

        if (Reading is { } known && candle.OpenAt > known.EndAt)
        {
            Restart();
        }

        Add(candle);
        return true;
    }

    /// <summary>True while the newest bar is the last that can have ended by a market time, give or take half a bar.</summary>
    public bool IsFresh(DateTimeOffset marketNow) => Reading is { } reading && (marketNow - reading.EndAt).Duration() <= interval * 1.5;

    /// <summary>Log returns of the newest bars, oldest first.</summary>
    public double[] Returns(int most) => _bars.Returns(most);

    /// <summary>The newest candles, oldest first.</summary>
    public ImmutableArray<Candle> Newest(int most) => [.. _newest.TakeLast(most)];

    /// <summary>Learns the hidden states from the newest bars. It takes long.</summary>
    public void FitPhases()
    {
        if (Reading is { } reading)
        {
            Phases.Fit(_bars.Returns(rules.Bars), reading.EndAt);
        }
    }

    /// <summary>Where the volatility of the newest returns changed, oldest first, with the market time at which the first bar after it began.</summary>
    public ImmutableArray<(DateTimeOffset At, VolatilityShift Shift)> Shifts()
    {
        var returns = _bars.Returns(rules.ShiftReturns);
        return Reading is not { } reading ? []
            : [.. VolatilityShifts.Of(returns).Select(shift => (reading.EndAt - ((returns.Length - shift.First) * interval), shift))];
    }

    /// <summary>Shapes and levels of the newest bars; works through those that came since it was last asked.</summary>
    public ChartReading Chart() => _charts.Read(_newest, _bars.Bars);

    public VolatilityDetail Describe()
    {
        var returns = _bars.Returns(rules.Bars);
        var fit = returns.Length >= GarchFit.Enough ? GarchFit.Of(returns) : null;
        return new VolatilityDetail(
            VolatilityCone.Of(returns, ConeWindows, BarsPerYear),
            fit is null ? null : VolatilityTermStructure.Of(fit.Parameters, fit.NextVariance, Horizons, BarsPerYear),
            fit is { IsNearIntegrated: true });
    }

    /// <summary>Volatilities at the newest bars, oldest first; a bar without a return has none.</summary>
    public ImmutableArray<VolatilityPoint> Course(int most)
    {
        var returns = _bars.Returns(rules.Bars);
        if (Reading is not { } reading || returns.Length == 0)
        {
            return [];
        }

        var bars = _bars.Bars;
        var ewma = EwmaVariance.Over(returns);
        var points = ImmutableArray.CreateBuilder<VolatilityPoint>();
        for (var back = Math.Min(most, returns.Length) - 1; back >= 0; back--)
        {
            points.Add(new VolatilityPoint(reading.EndAt - (back * interval), Estimates(bars, bars.Count - 1 - back), Math.Sqrt(ewma[^(back + 1)] * BarsPerYear)));
        }

        return points.ToImmutable();
    }

    private ImmutableArray<(VolatilityEstimator, double?)> Estimates(in BarSpans bars, int end)
    {
        var estimates = ImmutableArray.CreateBuilder<(VolatilityEstimator, double?)>();
        foreach (var estimator in Enum.GetValues<VolatilityEstimator>())
        {
            estimates.Add((estimator, RangeVolatility.At(bars, end, estimator, rules.VolatilityPeriod, BarsPerYear)));
        }

        return estimates.ToImmutable();
    }

    private void Add(in Candle candle)
    {
        var bar = new Ohlcv((double)candle.Open, (double)candle.High, (double)candle.Low, (double)candle.Close, (double)candle.Volume);
        _bars.Add(bar);
        _newest.Enqueue(candle);
        if (_newest.Count > rules.Bars)
        {
            _newest.Dequeue();
        }

        var logReturn = _lastClose > 0 ? Math.Log(bar.Close / _lastClose) : (double?)null;
        if (logReturn is { } known)
        {
            Phases.Take(known);
        }

        var regime = _detector.Next(bar);
        var volatility = RangeVolatility.At(_bars.Bars, _bars.Count - 1, VolatilityEstimator.CloseToClose, rules.VolatilityPeriod, BarsPerYear);
        var rank = volatility is { } value ? RankOf(value) : null;
        _volatility = rank is { } ranked ? rules.Ranks.Next(_volatility, ranked) : _volatility;
        var volatilityRegime = rank is null ? (VolatilityRegime?)null : _volatility;
        var state = regime is { } read ? StateOf(read.Regime, volatilityRegime) : (MarketState?)null;
        _states.Next(state, logReturn ?? 0, candle.OpenAt, candle.OpenAt + interval);
        _lastClose = bar.Close;
        Reading = new CandleReading(candle.OpenAt + interval, _bars.Count, state, regime, volatility, rank, volatilityRegime);
    }

    /// <summary>Calm is known only with the rank of the volatility.</summary>
    private static MarketState StateOf(MarketRegime regime, VolatilityRegime? volatility) => regime switch
    {
        MarketRegime.Volatile => MarketState.Turbulent,
        MarketRegime.Trending => MarketState.Trend,
        MarketRegime.Ranging => volatility == VolatilityRegime.Low ? MarketState.Calm : MarketState.Range,
    };

    private double? RankOf(double volatility)
    {
        _ranked.Add(new Ohlcv(0, 0, 0, volatility, 0));
        return rules.Ranks.RankOf(_ranked.Bars.Close);
    }

    private void Restart()
    {
        _bars.Clear();
        _newest.Clear();
        _ranked.Clear();
        _states.Break();
        Phases.Break();
        _detector = new RegimeDetector(rules.Regimes);
        (_volatility, _lastClose) = (VolatilityRegime.Normal, 0);
    }
}
