namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Estimators, fits and distributions of volatility, and the files that prove them.</summary>
internal static class VolatilityFamily
{
    public const string Name = "volatility";

    /// <summary>Markets that never close.</summary>
    public const double DaysPerYear = 365;

    public static CalculationFamily Create() => new(
        [RangeCalculation.Create(), .. SeriesCalculations.All, .. GarchCalculations.All],
        [new RangeVectors(), new EwmaVectors(), new GarchVectors(), new TermStructureVectors(), new ConeVectors()]);
}
