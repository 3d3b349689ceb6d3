namespace Etrms.Cli.Calculations.Tails;

/// <summary>Value at risk, expected shortfall and how they are tested, and the files that prove them.</summary>
internal static class TailFamily
{
    public const string Name = "tails";

    public static CalculationFamily Create() => new(
        TailCalculations.All,
        [new ParetoVectors(), new FilteredVectors(), new ValueAtRiskVectors(), new CoverageVectors(), new TrafficLightVectors()]);
}
