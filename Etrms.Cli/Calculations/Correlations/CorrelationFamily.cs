namespace Etrms.Cli.Calculations.Correlations;

/// <summary>Correlations, covariances and their tests, and the files that prove them.</summary>
internal static class CorrelationFamily
{
    public const string Name = "correlation";

    public static CalculationFamily Create() => new(
        [.. MatrixCalculations.All, .. PairCalculations.All],
        [new RollingVectors(), new ShrinkageVectors(), new MatrixVectors(), new NearestVectors()]);
}
