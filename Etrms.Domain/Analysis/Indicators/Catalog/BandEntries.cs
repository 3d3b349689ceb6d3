using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Bands;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorOutput;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

internal static class BandEntries
{
    public static ImmutableArray<IndicatorEntry> All { get; } =
    [
        new()
        {
            Name = "BOLLINGER",
            Title = "Bollinger bands",
            Source = "Bollinger 2001; deviation divided by n, as TA-Lib and Stock.Indicators",
            Reads = BarColumns.Close,
            Parameters = [Period(20, least: 2), Number("deviations", "deviations between average and band", 2), LostDegrees],
            Outputs = Together(s => s.Period - 1, "middle", "upper", "lower", "percent_b", "z_score", "width"),
            Create = s => new BollingerBands(s.Period, s["deviations"], s.Whole("ddof")),
        },
        new()
        {
            Name = "KELTNER",
            Title = "Keltner channel",
            Source = "Raschke's form: exponential average and average true ranges, as Stock.Indicators",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(20), Number("multiplier", "average true ranges between average and band", 2), Period(10, "range_period", "bars of the true ranges")],
            Outputs = Together(s => Math.Max(s.Period - 1, s.Whole("range_period")), "upper", "middle", "lower", "width"),
            Create = s => new KeltnerChannel(s.Period, s["multiplier"], s.Whole("range_period")),
        },
        new()
        {
            Name = "DONCHIAN",
            Title = "Donchian channel",
            Source = "highest high and lowest low of the bars before this one, as Stock.Indicators; or with this one",
            Reads = BarColumns.Range,
            Parameters = [Period(20), Choice<ChannelBars>("bars", "whether this bar counts: those before it, or those up to it")],
            Outputs = Together(s => s.Chosen<ChannelBars>("bars") == ChannelBars.Before ? s.Period : s.Period - 1, "upper", "middle", "lower", "width"),
            Create = s => new DonchianChannel(s.Period, s.Chosen<ChannelBars>("bars")),
        },
    ];
}
