using Etrms.Domain.Analysis.Indicators.Catalog;
using Etrms.Domain.Assistant.Setups.Candlesticks;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Every indicator of the catalogue, every candlestick pattern, and the files that other libraries' figures came in.</summary>
internal static class IndicatorFamily
{
    public static CalculationFamily Create() => new(
        [
            .. IndicatorCatalog.All.Select(entry => new IndicatorCalculation(entry)),
            new VolumeProfileCalculation(),
            .. CandlestickCatalog.All.Select(pattern => new CandlestickCalculation(pattern)),
        ],
        [
            new CandlestickVectors(), new TaLibSpotVectors(), new EdgeCaseVectors(), new SheetVectors(), new StockIndicatorsVectors(), new TaLibVectors(),
        ]);
}
