using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>
/// Tells how one market stands, candle by candle, live as in a backtest: by the detector of the market analysis and from candles that have closed. A
/// missing candle makes it begin anew, since a window with a hole says nothing.
/// </summary>
/// <param name="rules">Those of the market analysis.</param>
/// <param name="watchesVolatility">False leaves the rank of the volatility unknown, which costs most.</param>
/// <param name="watchesLiquidity">False leaves the liquidity unknown.</param>
public sealed class ConditionWatch(AnalystRules rules, bool watchesVolatility = true, bool watchesLiquidity = true)
{
    /// <summary>Candles for which a turn counts, its own included.</summary>
    public const int TurnBars = 6;

    private RegimeDetector _detector = new(rules.Regimes);
    private VolatilityRank? _volatility = watchesVolatility ? new VolatilityRank(rules) : null;
    private UsualTurnover? _turnover = watchesLiquidity ? new UsualTurnover(rules) : null;
    private RegimeTurn _turn;
    private int _turnAge;
    private DateTimeOffset? _closedAt;

    /// <summary>Candles after which everything can be known.</summary>
    public static int BarsOf(AnalystRules rules) => Math.Max(
        2 * rules.Regimes.TrendPeriod, Math.Max(
            rules.Regimes.VolatilityPeriod + rules.Regimes.LeastVolatilities, Math.Max(
                rules.VolatilityPeriod + rules.Ranks.Least, UsualTurnover.Bars)));

    /// <summary>Takes the next candle.</summary>
    /// <param name="candle">It has closed.</param>
    /// <param name="closedAt">When; the next one has to open then.</param>
    public MarketConditions Next(in Candle candle, DateTimeOffset closedAt)
    {
        if (_closedAt is { } before && candle.OpenAt != before)
        {
            Restart();
        }

        _closedAt = closedAt;
        var bar = new Ohlcv((double)candle.Open, (double)candle.High, (double)candle.Low, (double)candle.Close, (double)candle.Volume);
        if (bar.Close <= 0)
        {
            return default;
        }

        var reading = _detector.Next(bar);
        Turn(reading);
        return new MarketConditions(reading?.Regime, _turn, _volatility?.Next(bar), _turnover?.Next(bar));
    }

    /// <summary>A new turn takes the place of the last one.</summary>
    private void Turn(RegimeReading? reading)
    {
        _turnAge++;
        if (reading is { Turn: not RegimeTurn.None } turned)
        {
            (_turn, _turnAge) = (turned.Turn, 1);
        }
        else if (_turnAge > TurnBars)
        {
            _turn = RegimeTurn.None;
        }
    }

    private void Restart()
    {
        _detector = new RegimeDetector(rules.Regimes);
        _volatility = watchesVolatility ? new VolatilityRank(rules) : null;
        _turnover = watchesLiquidity ? new UsualTurnover(rules) : null;
        (_turn, _turnAge) = (RegimeTurn.None, 0);
    }
}
