using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Trend;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorOutput;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

internal static class TrendEntries
{
    public static ImmutableArray<IndicatorEntry> All { get; } =
    [
        new()
        {
            Name = "ATR",
            Title = "Average true range",
            Source = "Wilder 1978, as TA-Lib and Stock.Indicators: the first bar has no true range",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(14)],
            Outputs = [new("tr", _ => 1), .. Together(s => s.Period, "atr", "atr_percent")],
            Create = s => new AverageTrueRange(s.Period),
        },
        new()
        {
            Name = "ADX",
            Title = "Directional movement and its strength",
            Source = "Wilder 1978; sums begun with n movements (Stock.Indicators) or n - 1 (TA-Lib)",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(14), Choice<DirectionSeed>("seeding", "how the sums begin, and over how many bars the rating looks back: n or n - 1")],
            Outputs =
            [
                .. Together(s => s.Period, "plus_di", "minus_di", "dx"), new("adx", s => (2 * s.Period) - 1),
                new("adxr", s => (2 * s.Period) - 1 + SeedCount(s)), .. Together(SeedCount, "plus_dm", "minus_dm", "range_sum"),
            ],
            Create = s => new DirectionalMovement(s.Period, s.Chosen<DirectionSeed>("seeding")),
        },
        new()
        {
            Name = "AROON",
            Title = "Aroon",
            Source = "Chande 1995; of equal extremes the newest counts (TA-Lib) or the oldest (Stock.Indicators)",
            Reads = BarColumns.Range,
            Parameters = [Period(25), Choice<EqualExtremes>("equal", "which of several equal extremes counts")],
            Outputs = Together(s => s.Period, "up", "down", "oscillator"),
            Create = s => new Aroon(s.Period, s.Chosen<EqualExtremes>("equal")),
        },
        new()
        {
            Name = "SUPERTREND",
            Title = "SuperTrend",
            Source = "Seban, as Stock.Indicators",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(10), Number("multiplier", "average true ranges between middle and line", 3)],
            Outputs = [new("line", s => s.Period), new("upper", null), new("lower", null)],
            Create = s => new SuperTrend(s.Period, s["multiplier"]),
        },
        new()
        {
            Name = "ICHIMOKU",
            Title = "Ichimoku cloud",
            Source = "Hosoda; the lagging line is the close, drawn earlier than it is known",
            Reads = BarColumns.RangeAndClose,
            Parameters =
            [
                Period(9, "conversion", "bars of the conversion line"), Period(26, "base", "bars of the base line"), Period(52, "span", "bars of span B"),
                Period(26, "displacement", "bars that the cloud is drawn ahead", least: 0),
            ],
            Outputs =
            [
                new("conversion", s => s.Whole("conversion") - 1), new("base", s => s.Whole("base") - 1),
                new("span_a", s => Math.Max(s.Whole("conversion"), s.Whole("base")) - 1 + s.Whole("displacement")),
                new("span_b", s => s.Whole("span") - 1 + s.Whole("displacement")),
                new("lagging", _ => 0, s => s.Whole("displacement")),
            ],
            Create = s => new Ichimoku(s.Whole("conversion"), s.Whole("base"), s.Whole("span"), s.Whole("displacement")),
        },
        new()
        {
            Name = "PARABOLIC_SAR",
            Title = "Parabolic stop and reverse",
            Source = "Wilder 1978, as Stock.Indicators: nothing up to the first reversal",
            Reads = BarColumns.Range,
            Parameters = [Number("step", "by which the factor grows at each new extreme", 0.02), Number("most", "which the factor does not pass", 0.2)],
            Outputs = [new("sar", null), new("is_reversal", null)],
            Create = s => new ParabolicSar(s["step"], s["most"]),
        },
        new()
        {
            Name = "CHOPPINESS",
            Title = "Choppiness index",
            Source = "Dreiss; null where there is no range",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(14, least: 2)],
            Outputs = [new("choppiness", s => s.Period)],
            Create = s => new Choppiness(s.Period),
        },
        new()
        {
            Name = "FRACTAL",
            Title = "Williams fractals",
            Source = "Williams 1995; told at the bar that confirms them",
            Reads = BarColumns.Range,
            Parameters = [Period(2, "span", "bars to each side")],
            Outputs = [new("top", null, s => s.Whole("span")), new("bottom", null, s => s.Whole("span"))],
            Create = s => new Fractal(s.Whole("span")),
        },
        new()
        {
            Name = "ZIGZAG",
            Title = "Zig-zag turning points",
            Source = "turned back by so many percent; told at the bar that confirms them; is_top is 1 or -1",
            Reads = BarColumns.Range,
            Parameters = [Number("percent", "of the turning point's price by which the price must come back", 5, 1e-6, 99)],
            Outputs = [new("price", null), new("is_top", null), new("bars_ago", null)],
            Create = s => new ZigZag(s["percent"]),
        },
    ];

    private static int SeedCount(IndicatorSettings settings) =>
        settings.Chosen<DirectionSeed>("seeding") == DirectionSeed.Wilder ? settings.Period : Math.Max(settings.Period - 1, 1);
}
