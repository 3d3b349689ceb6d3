using Etrms.Domain.Analysis.Indicators.Trend;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

internal static class TrendEntries
{
    public static IEnumerable<IndicatorEntry> All =>
    [
        new()
        {
            Name = "ATR",
            Title = "Average true range",
            Source = "Wilder 1978, as TA-Lib and Stock.Indicators: the first bar has no true range",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(14)],
            Outputs = [new("tr", _ => 1), new("atr", s => s.Period), new("atr_percent", s => s.Period)],
            Create = s => new AverageTrueRange(s.Period),
        },
    ];
}
