using System.Globalization;
using System.Text.Json;
using Etrms.Cli.Calculations.Correlations;
using Etrms.Domain.Analysis.Portfolio;

namespace Etrms.Cli.Calculations.Portfolios;

/// <summary>Files of allocations on a covariance matrix and how spread they are.</summary>
internal sealed class AllocationVectors : IVectorFamily
{
    private const string Capped = "minVariance_longOnly_cap";
    private const string Tree = "HRP_single_linkage";

    private static readonly Tolerance Usual = new(0, 1e-6);
    private static readonly Tolerance Exact = new(0, 1e-9);

    public string Name => "allocations";

    public bool Takes(VectorFile file) => file.Has("input", "covariance") && Full(file) is not null;

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (covariance, tolerance) = (file.Input.Symmetric("covariance"), Tolerance.Stated(file.Tolerance, "weights", Usual));
        foreach (var member in Full(file)!.Value.EnumerateObject())
        {
            var isTree = member.Name.StartsWith("HRP", StringComparison.Ordinal) && file.Tolerance.Has("HRP");
            Allocation(member, covariance, findings, isTree ? Exact : tolerance);
        }

        if (file.Has("expected", "published"))
        {
            Published(file.Expected.GetProperty("published"), covariance, findings, Tolerance.Stated(file.Tolerance, "published", Usual));
        }

        if (file.Has("expected", Tree))
        {
            Linkages(file.Expected.GetProperty(Tree), covariance, findings);
        }

        foreach (var member in file.Expected.EnumerateObject().Where(member => member.Name.StartsWith("constantCorrelation", StringComparison.Ordinal)))
        {
            OneCorrelation(member, covariance, findings, tolerance);
        }
    }

    /// <summary>The allocations in full precision, under either of their names.</summary>
    private static JsonElement? Full(VectorFile file) =>
        file.Has("expected", "full") ? file.Expected.GetProperty("full")
        : file.Has("expected", "allocations") ? file.Expected.GetProperty("allocations")
        : null;

    private static void Allocation(JsonProperty member, double[,] covariance, VectorFindings findings, Tolerance tolerance)
    {
        if (Weights(member.Name, covariance) is not { } weights || PortfolioScores.Of(weights, covariance) is not { } scores)
        {
            findings.Missing(member.Name, member.Value);
            return;
        }

        findings.Series($"{member.Name}.weights", member.Value.GetProperty("weights"), weights, tolerance);
        findings.Value($"{member.Name}.vol", member.Value.GetProperty("vol"), scores.Volatility, tolerance);
        findings.Value($"{member.Name}.ratio", member.Value.GetProperty("diversificationRatio"), scores.DiversificationRatio, Loose(tolerance));
        findings.Series($"{member.Name}.shares", member.Value.GetProperty("riskContributionShare"), scores.RiskShares.AsSpan(), Loose(tolerance));
        findings.Value($"{member.Name}.effectiveN", member.Value.GetProperty("effectiveN_weights"), scores.EffectiveWeights, Loose(tolerance));
        findings.Value($"{member.Name}.bets", member.Value.GetProperty("effectiveBets_entropyOfRiskShares"), scores.EffectiveBets, Loose(tolerance));
        findings.Value($"{member.Name}.components", member.Value.GetProperty("effectiveBets_PCA(Meucci)"), scores.EffectiveComponents, Loose(tolerance));
    }

    /// <summary>What follows from weights moves several times as far as they do.</summary>
    private static Tolerance Loose(Tolerance tolerance) => new(tolerance.Absolute, tolerance.Absolute);

    private static double[]? Weights(string name, double[,] covariance) => name switch
    {
        "equalWeight" => Equal(covariance),
        "inverseVariance" => VarianceAllocations.InverseVariance(covariance),
        "inverseVolatility" => VarianceAllocations.InverseVolatility(covariance),
        "minVariance_unconstrained" => VarianceAllocations.MinimumVarianceUnconstrained(covariance),
        "minVariance_longOnly" => VarianceAllocations.MinimumVariance(covariance),
        "riskParity_ERC" => RiskParity.EqualContributions(covariance),
        "maxDiversification_longOnly" => VarianceAllocations.MaximumDiversification(covariance),
        "HRP_single" => HierarchicalRiskParity.Of(covariance),
        "HRP_ward" => HierarchicalRiskParity.Of(covariance, Linkage.Ward),
        _ => name.StartsWith(Capped, StringComparison.Ordinal) && double.TryParse(name.AsSpan(Capped.Length), CultureInfo.InvariantCulture, out var cap)
            ? VarianceAllocations.MinimumVariance(covariance, cap)
            : null,
    };

    private static void Published(JsonElement expected, double[,] covariance, VectorFindings findings, Tolerance tolerance)
    {
        var (parity, least) = (RiskParity.EqualContributions(covariance), VarianceAllocations.MinimumVariance(covariance));
        findings.Series("published.ERC", expected.GetProperty("ERC"), parity, tolerance);
        findings.Series("published.MV", expected.GetProperty("MV"), least, tolerance);
        foreach (var (name, weights) in new[] { ("1/n", Equal(covariance)), ("MV", least), ("ERC", parity) })
        {
            var volatility = weights is null ? null : PortfolioScores.Of(weights, covariance)?.Volatility;
            findings.Value($"published.vol.{name}", expected.GetProperty("vol").GetProperty(name), volatility, tolerance);
        }
    }

    /// <summary>Rows of two clusters, their distance and the leaves of both.</summary>
    private static void Linkages(JsonElement expected, double[,] covariance, VectorFindings findings)
    {
        var merges = HierarchicalRiskParity.Tree(covariance).Merges;
        for (var i = 0; i < merges.Length; i++)
        {
            double[] made = [merges[i].Left, merges[i].Right, merges[i].Distance, merges[i].Leaves];
            findings.Series($"{Tree}[{i}]", expected[i], made, Exact);
        }
    }

    /// <summary>The same deviations with one correlation for all pairs, which the name tells: then equal contributions are inverse volatilities.</summary>
    private static void OneCorrelation(JsonProperty member, double[,] covariance, VectorFindings findings, Tolerance tolerance)
    {
        var number = member.Name["constantCorrelation".Length..].Split('_')[0];
        var (correlation, same) = (double.Parse(number, CultureInfo.InvariantCulture), (double[,])covariance.Clone());
        for (var i = 0; i < same.GetLength(0); i++)
        {
            for (var j = 0; j < same.GetLength(0); j++)
            {
                same[i, j] = (i == j ? 1 : correlation) * Math.Sqrt(covariance[i, i] * covariance[j, j]);
            }
        }

        findings.Series(member.Name, member.Value, RiskParity.EqualContributions(same), tolerance);
    }

    private static double[] Equal(double[,] covariance)
    {
        var weights = new double[covariance.GetLength(0)];
        Array.Fill(weights, 1.0 / weights.Length);
        return weights;
    }
}
