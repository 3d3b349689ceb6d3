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

/// <summary>Correlates contracts of one venue over the same bars; those that lag behind or do not move are left out.</summary>
public sealed class CorrelationAnalyst(AnalystRules rules)
{
    private CorrelationRegime _regime = CorrelationRegime.Normal;

    /// <summary>Null with fewer than two contracts that share enough bars.</summary>
    public CorrelationReading? Read(IEnumerable<KeyValuePair<InstrumentId, CandleAnalyst>> contracts)
    {
        var known = contracts.Where(each => each.Value.Reading is not null).OrderBy(each => each.Key).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var endAt = known.Max(each => each.Value.Reading!.EndAt);
        var series = known.Where(each => each.Value.Reading!.EndAt == endAt)
            .Select(each => (each.Key, Returns: each.Value.Returns(rules.CorrelationReturns)))
            .Where(each => each.Returns.Length >= rules.LeastCorrelationReturns && Moves(each.Returns))
            .ToList();
        return series.Count < 2 ? null : Of(series, endAt);
    }

    private CorrelationReading? Of(List<(InstrumentId Contract, double[] Returns)> series, DateTimeOffset endAt)
    {
        var length = series.Min(each => each.Returns.Length);
        var matrix = CorrelationMatrix.Of([.. series.Select(each => each.Returns[^length..])]);
        if (CorrelationSummary.Of(matrix) is not { } summary)
        {
            return null;
        }

        _regime = Next(summary.MeanPairwise);
        return new CorrelationReading(endAt, length, [.. series.Select(each => each.Contract)], matrix, summary.MeanPairwise, summary.EffectiveRank, _regime);
    }

    private CorrelationRegime Next(double mean) =>
        mean >= (_regime == CorrelationRegime.High ? rules.Together.Leave : rules.Together.Enter) ? CorrelationRegime.High
        : mean <= (_regime == CorrelationRegime.Low ? rules.Apart.Leave : rules.Apart.Enter) ? CorrelationRegime.Low
        : CorrelationRegime.Normal;

    private static bool Moves(double[] returns) => returns.Any(value => value != returns[0]);
}
