using System.Collections.Immutable;
using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Domain.Analysis.Portfolio;

public enum AllocationMethod
{
    MinimumVariance,

    /// <summary>Each contributes as much of the variance.</summary>
    EqualRisk,

    HierarchicalRiskParity,
    MaximumDiversification,

    /// <summary>The least expected shortfall over the past as it was.</summary>
    MinimumShortfall,
}

/// <summary>How money is shared out, and how spread that is.</summary>
/// <param name="Weights">Shares that sum to 1, in the order of the assets; empty when there are none.</param>
/// <param name="Scores">Null when there are no weights.</param>
/// <param name="Shortfall">Mean loss of the worst 5 % of the past's bars as a fraction; null while too few lie in that tail.</param>
/// <param name="Note">Why there are no weights, or what to hold against them; null when nothing.</param>
public sealed record Allocation(ImmutableArray<double> Weights, PortfolioScores? Scores, double? Shortfall, string? Note);

/// <summary>
/// Several ways to share money out between the same assets, beside how a book does. Sides are kept: what a book is short of counts as its mirror
/// image, so that a hedge is seen as one. It says nothing of returns to come, for which the past is no guide.
/// </summary>
/// <param name="Shrinkage">Weight of equal, unrelated variances in the covariances; 0 where the past is long enough to do without.</param>
/// <param name="Present">That of the book; null when it holds none of the assets.</param>
/// <param name="Notes">What to hold against all of it.</param>
public sealed record AllocationStudy(
    double[,] Covariance, double Shrinkage, Allocation? Present, ImmutableArray<(AllocationMethod Method, Allocation Allocation)> Methods, ImmutableArray<string> Notes)
{
    private const double Tail = 0.05;

    /// <summary>Fewer losses than that in the tail are no mean.</summary>
    private const int LeastTail = 10;

    /// <summary>Bars per asset from which covariances need no target to lean on.</summary>
    private const int BarsPerAsset = 10;

    /// <summary>Two assets that move so much together cannot be told apart.</summary>
    private const double OneAsset = 0.995;

    /// <summary>Null with fewer than two assets, with one that does not move, and where the cap leaves money over.</summary>
    /// <param name="series">Simple returns of each asset, of one length, aligned in time.</param>
    /// <param name="held">What the book holds of each in money, negative when short.</param>
    /// <param name="cap">The largest weight.</param>
    public static AllocationStudy? Of(IReadOnlyList<double[]> series, double[] held, double cap)
    {
        if (series.Count < 2 || cap * series.Count < 1 || series.Any(each => each.Length < 2 || each.All(value => value == each[0])))
        {
            return null;
        }

        var sided = series.Select((each, i) => held[i] < 0 ? Array.ConvertAll(each, value => -value) : each).ToArray();
        var isShort = sided[0].Length < BarsPerAsset * sided.Length;
        var estimate = isShort ? IdentityShrinkage.LedoitWolf(sided) : new Shrunk(0, Covariances.Sample(sided));
        var gross = held.Sum(Math.Abs);
        var past = new Past(sided, estimate.Covariance);
        return new AllocationStudy(
            estimate.Covariance, estimate.Shrinkage, gross > 0 ? past.Judge(Array.ConvertAll(held, money => Math.Abs(money) / gross), null) : null,
            [.. Enum.GetValues<AllocationMethod>().Select(method => (method, past.Allocate(method, cap)))], [.. Cautions(past, isShort)]);
    }

    private static IEnumerable<string> Cautions(Past past, bool isShort)
    {
        var (bars, assets) = (past.Series[0].Length, past.Series.Length);
        if (isShort)
        {
            yield return $"{bars} candles are few for {assets} contracts: covariances lean on equal, unrelated variances";
        }

        if (past.TailBars < LeastTail * assets)
        {
            yield return $"{past.TailBars} candles make the tail of {assets} contracts: the least shortfall fits the past more than what comes";
        }

        var correlations = CorrelationMatrix.OfCovariance(past.Covariance);
        if (Enumerable.Range(0, assets).Any(i => Enumerable.Range(0, i).Any(j => Math.Abs(correlations[i, j]) > OneAsset)))
        {
            yield return "two contracts move almost as one: how weight is shared between them says nothing";
        }
    }

    /// <summary>What is known of the assets.</summary>
    private sealed record Past(double[][] Series, double[,] Covariance)
    {
        public int TailBars => (int)(Series[0].Length * Tail);

        public Allocation Allocate(AllocationMethod method, double cap)
        {
            var weights = method switch
            {
                AllocationMethod.MinimumVariance => VarianceAllocations.MinimumVariance(Covariance, cap),
                AllocationMethod.EqualRisk => RiskParity.EqualContributions(Covariance),
                AllocationMethod.HierarchicalRiskParity => HierarchicalRiskParity.Of(Covariance),
                AllocationMethod.MaximumDiversification => VarianceAllocations.MaximumDiversification(Covariance, cap),
                AllocationMethod.MinimumShortfall => TailBars < LeastTail ? null : ScenarioAllocations.MinimumShortfall(Series, 1 - Tail, cap),
            };
            return weights is null || !weights.All(double.IsFinite) ? new Allocation([], null, null, Missing(method))
                : WeightCap.Apply(weights, cap) is var capped && ReferenceEquals(capped, weights) ? Judge(weights, null)
                : Judge(capped, "cut to the largest weight; what was over is shared out in proportion");
        }

        public Allocation Judge(double[] weights, string? note) => new(
            [.. weights], PortfolioScores.Of(weights, Covariance),
            TailBars < LeastTail ? null : ScenarioAllocations.Shortfall(Series, weights, 1 - Tail).Risk, note);

        private string Missing(AllocationMethod method) => method == AllocationMethod.MinimumShortfall && TailBars < LeastTail
            ? $"{Series[0].Length} candles have too few in their tail; {LeastTail / Tail:0} are needed"
            : "the covariances have no such weights";
    }
}
