using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>The regime of the volatility after each candle, as the market analysis ranks it.</summary>
internal sealed class VolatilityRank(AnalystRules rules)
{
    /// <summary>A rank does not change with the unit, so nothing is taken to a year.</summary>
    private const double PerBar = 1;

    private readonly BarHistory _bars = new(rules.VolatilityPeriod + 1);
    private readonly BarHistory _ranked = new(rules.Ranks.Lookback);
    private VolatilityRegime _regime = VolatilityRegime.Normal;

    /// <summary>Null until enough was seen.</summary>
    public VolatilityRegime? Next(in Ohlcv bar)
    {
        _bars.Add(bar);
        if (RangeVolatility.At(_bars.Bars, _bars.Count - 1, VolatilityEstimator.CloseToClose, rules.VolatilityPeriod, PerBar) is not { } volatility)
        {
            return null;
        }

        _ranked.Add(new Ohlcv(0, 0, 0, volatility, 0));
        return rules.Ranks.RankOf(_ranked.Bars.Close) is { } rank ? _regime = rules.Ranks.Next(_regime, rank) : null;
    }
}
