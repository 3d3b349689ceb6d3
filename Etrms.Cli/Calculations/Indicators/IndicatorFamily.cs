using Etrms.Domain.Analysis.Indicators.Catalog;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Every indicator of the catalogue, and the files that other libraries' figures came in.</summary>
internal static class IndicatorFamily
{
    public static CalculationFamily Create() => new(
        [.. IndicatorCatalog.All.Select(entry => new IndicatorCalculation(entry))],
        [new StockIndicatorsVectors()]);
}
