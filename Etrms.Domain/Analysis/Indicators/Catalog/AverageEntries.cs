using Etrms.Domain.Analysis.Indicators.Averages;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

internal static class AverageEntries
{
    public static IEnumerable<IndicatorEntry> All =>
    [
        new()
        {
            Name = "SMA",
            Title = "Simple moving average",
            Source = "mean of the closes of the window",
            Reads = BarColumns.Close,
            Parameters = [Period(20)],
            Outputs = [new("sma", s => s.Period - 1)],
            Create = s => new SimpleAverage(s.Period),
        },
        new()
        {
            Name = "EMA",
            Title = "Exponential moving average",
            Source = "a = 2 / (period + 1), begun at the mean of the first period closes (TA-Lib, Stock.Indicators) or at the first close (pandas)",
            Reads = BarColumns.Close,
            Parameters = [Period(20), Choice<AverageSeed>("seeding", "where it begins: at the mean of the first period closes, or at the first")],
            Outputs = [new("ema", s => s.Chosen<AverageSeed>("seeding") == AverageSeed.First ? 0 : s.Period - 1)],
            Create = s => new ExponentialAverage(s.Period, s.Chosen<AverageSeed>("seeding")),
        },
    ];
}
