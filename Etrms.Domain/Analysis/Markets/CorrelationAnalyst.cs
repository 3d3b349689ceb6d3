using System.Collections.Immutable;
using Etrms.Domain.Analysis.Correlation;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>How the contracts of a venue moved together.</summary>
/// <param name="EndAt">Market time at which the newest common bar ended.</param>
/// <param name="Returns">That it was taken over.</param>
/// <param name="Matrix">In the order of the contracts.</param>
/// <param name="EffectiveRank">Independent contracts that would be as diverse.</param>
public sealed record CorrelationReading(
    DateTimeOffset EndAt, int Returns, ImmutableArray<InstrumentId> Contracts, double[,] Matrix, double Mean, double EffectiveRank, CorrelationRegime Regime);

/// <summary>Correlates contracts of one venue over the same bars.</summary>
public sealed class CorrelationAnalyst(AnalystRules rules)
{
    private CorrelationRegime _regime = CorrelationRegime.Normal;

    /// <summary>Null with fewer than two contracts that share enough bars.</summary>
    public CorrelationReading? Read(IEnumerable<KeyValuePair<InstrumentId, CandleAnalyst>> contracts)
    {
        if (CommonReturns.Of(contracts, rules.CorrelationReturns, rules.LeastCorrelationReturns) is not { } common)
        {
            return null;
        }

        var matrix = CorrelationMatrix.Of(common.Series);
        if (CorrelationSummary.Of(matrix) is not { } summary)
        {
            return null;
        }

        _regime = Next(summary.MeanPairwise);
        return new CorrelationReading(common.EndAt, common.Length, common.Contracts, matrix, summary.MeanPairwise, summary.EffectiveRank, _regime);
    }

    private CorrelationRegime Next(double mean) =>
        mean >= (_regime == CorrelationRegime.High ? rules.Together.Leave : rules.Together.Enter) ? CorrelationRegime.High
        : mean <= (_regime == CorrelationRegime.Low ? rules.Apart.Leave : rules.Apart.Enter) ? CorrelationRegime.Low
        : CorrelationRegime.Normal;
}
