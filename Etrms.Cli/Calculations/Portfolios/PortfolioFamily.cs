namespace Etrms.Cli.Calculations.Portfolios;

/// <summary>Allocations and scores of diversification, and the files that prove them.</summary>
internal static class PortfolioFamily
{
    public const string Name = "portfolio";

    public static CalculationFamily Create() => new([.. PortfolioCalculations.All, ScenarioCalculation.Create()], [new AllocationVectors()]);
}
