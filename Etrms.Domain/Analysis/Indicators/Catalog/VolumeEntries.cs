using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Volume;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorOutput;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

internal static class VolumeEntries
{
    public static ImmutableArray<IndicatorEntry> All { get; } =
    [
        new()
        {
            Name = "MFI",
            Title = "Money flow index",
            Source = "Quong and Soudack 1989; null where no money flowed",
            Reads = BarColumns.RangeCloseAndVolume,
            Parameters = [Period(14)],
            Outputs = [new("mfi", s => s.Period)],
            Create = s => new MoneyFlowIndex(s.Period),
        },
        new()
        {
            Name = "OBV",
            Title = "On balance volume",
            Source = "Granville 1963; the first bar counts nothing (Stock.Indicators) or its volume (TA-Lib)",
            Reads = BarColumns.Close | BarColumns.Volume,
            Parameters = [Choice<VolumeStart>("start", "what the first bar counts")],
            Outputs = [new("obv", _ => 0)],
            Create = s => new OnBalanceVolume(s.Chosen<VolumeStart>("start")),
        },
        new()
        {
            Name = "VWAP",
            Title = "Volume weighted average price",
            Source = "of typical prices, since the start or the last restart; null until something traded",
            Reads = BarColumns.RangeCloseAndVolume,
            Parameters = [Period(0, "session", "bars after which it starts again, 0 for never", least: 0)],
            Outputs = [new("vwap", _ => 0)],
            Create = s => new VolumeWeightedPrice(s.Whole("session")),
        },
        new()
        {
            Name = "AD",
            Title = "Accumulation and distribution line",
            Source = "Chaikin; a bar without range counts nothing",
            Reads = BarColumns.RangeCloseAndVolume,
            Outputs = Together(_ => 0, "ad", "multiplier", "flow"),
            Create = _ => new AccumulationLine(),
        },
        new()
        {
            Name = "CMF",
            Title = "Chaikin money flow",
            Source = "Chaikin; null where nothing traded",
            Reads = BarColumns.RangeCloseAndVolume,
            Parameters = [Period(20)],
            Outputs = [new("cmf", s => s.Period - 1), new("multiplier", _ => 0), new("flow", _ => 0)],
            Create = s => new ChaikinMoneyFlow(s.Period),
        },
        new()
        {
            Name = "ADOSC",
            Title = "Chaikin oscillator",
            Source = "Chaikin; averages begun at a mean (Stock.Indicators) or at the first bar (TA-Lib)",
            Reads = BarColumns.RangeCloseAndVolume,
            Parameters = [Period(3, "fast", "bars of the fast average"), Period(10, "slow", "bars of the slow average"), Choice<AverageSeed>("seeding", "where the averages begin")],
            Outputs = [new("adosc", s => Math.Max(s.Whole("fast"), s.Whole("slow")) - 1)],
            Create = s => new ChaikinOscillator(s.Whole("fast"), s.Whole("slow"), s.Chosen<AverageSeed>("seeding")),
        },
    ];
}
