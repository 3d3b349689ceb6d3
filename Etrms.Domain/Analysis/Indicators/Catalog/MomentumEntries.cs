using Etrms.Domain.Analysis.Indicators.Momentum;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

internal static class MomentumEntries
{
    public static IEnumerable<IndicatorEntry> All =>
    [
        new()
        {
            Name = "RSI",
            Title = "Relative strength index",
            Source = "Wilder 1978; 50 where nothing moves",
            Reads = BarColumns.Close,
            Parameters = [Period(14), Choice<StrengthSmoothing>("smoothing", "Wilder's average of gains and losses, or Cutler's simple one")],
            Outputs = [new("rsi", s => s.Period)],
            Create = s => new RelativeStrength(s.Period, s.Chosen<StrengthSmoothing>("smoothing")),
        },
    ];
}
