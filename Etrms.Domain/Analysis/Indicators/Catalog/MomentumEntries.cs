using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Momentum;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorOutput;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

internal static class MomentumEntries
{
    public static ImmutableArray<IndicatorEntry> All { get; } =
    [
        new()
        {
            Name = "RSI",
            Title = "Relative strength index",
            Source = "Wilder 1978; 50 where nothing moves (TA-Lib says 0)",
            Reads = BarColumns.Close,
            Parameters = [Period(14), Choice<StrengthSmoothing>("smoothing", "Wilder's average of gains and losses, or Cutler's simple one")],
            Outputs = [new("rsi", s => s.Period)],
            Create = s => new RelativeStrength(s.Period, s.Chosen<StrengthSmoothing>("smoothing")),
        },
        new()
        {
            Name = "MACD",
            Title = "Moving average convergence divergence",
            Source = "Appel 1979; averages begun each at its own mean (Stock.Indicators) or both at the slow one's bar (TA-Lib)",
            Reads = BarColumns.Close,
            Parameters =
            [
                Period(12, "fast", "bars of the fast average"), Period(26, "slow", "bars of the slow average"), Period(9, "signal", "bars of the signal"),
                Choice<MacdSeed>("seeding", "where the averages begin: each on its own, or jointly"),
            ],
            Outputs =
            [
                new("macd", Slow), .. Together(s => Slow(s) + s.Whole("signal") - 1, "signal", "histogram"),
                new("fast_ema", s => s.Chosen<MacdSeed>("seeding") == MacdSeed.Own ? s.Whole("fast") - 1 : Slow(s)), new("slow_ema", s => s.Whole("slow") - 1),
            ],
            Create = s => new Macd(s.Whole("fast"), s.Whole("slow"), s.Whole("signal"), s.Chosen<MacdSeed>("seeding")),
        },
        new()
        {
            Name = "ROC",
            Title = "Rate of change and momentum",
            Source = "against the close period bars before, in percent and in units of price",
            Reads = BarColumns.Close,
            Parameters = [Period(10)],
            Outputs = Together(s => s.Period, "roc", "momentum"),
            Create = s => new RateOfChange(s.Period),
        },
        new()
        {
            Name = "STOCHASTIC",
            Title = "Slow stochastic",
            Source = "Lane; smoothed by simple averages; 0 where there is no range (TA-Lib, Stock.Indicators)",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(14), Period(3, "slowing", "bars that smooth K"), Period(3, "signal", "bars that smooth D")],
            Outputs = [new("k", s => s.Period + s.Whole("slowing") - 2), .. Together(s => s.Period + s.Whole("slowing") + s.Whole("signal") - 3, "d", "j")],
            Create = s => new Stochastic(s.Period, s.Whole("slowing"), s.Whole("signal")),
        },
        new()
        {
            Name = "WILLIAMS_R",
            Title = "Williams %R",
            Source = "Williams; null where there is no range",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(14)],
            Outputs = [new("williams_r", s => s.Period - 1)],
            Create = s => new WilliamsR(s.Period),
        },
        new()
        {
            Name = "CCI",
            Title = "Commodity channel index",
            Source = "Lambert 1980; 0 where nothing moves (TA-Lib)",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(20)],
            Outputs = [new("cci", s => s.Period - 1)],
            Create = s => new CommodityChannel(s.Period),
        },
        new()
        {
            Name = "ULTIMATE",
            Title = "Ultimate oscillator",
            Source = "Williams 1985; a window without range counts 0 (TA-Lib)",
            Reads = BarColumns.RangeAndClose,
            Parameters = [Period(7, "first", "bars of the short window"), Period(14, "second", "bars of the middle window"), Period(28, "third", "bars of the long window")],
            Outputs = [new("ultimate", s => Math.Max(s.Whole("first"), Math.Max(s.Whole("second"), s.Whole("third"))))],
            Create = s => new UltimateOscillator(s.Whole("first"), s.Whole("second"), s.Whole("third")),
        },
        new()
        {
            Name = "CMO",
            Title = "Chande momentum oscillator",
            Source = "Chande 1994, sums as Stock.Indicators (TA-Lib smooths as Wilder); null where nothing moves",
            Reads = BarColumns.Close,
            Parameters = [Period(14)],
            Outputs = [new("cmo", s => s.Period)],
            Create = s => new ChandeMomentum(s.Period),
        },
        new()
        {
            Name = "TRIX",
            Title = "Change of a three times smoothed close",
            Source = "Hutson 1983; averages seeded as TA-Lib",
            Reads = BarColumns.Close,
            Parameters = [Period(15)],
            Outputs = [new("trix", s => (3 * (s.Period - 1)) + 1)],
            Create = s => new TripleSmoothedChange(s.Period),
        },
    ];

    private static int Slow(IndicatorSettings settings) => Math.Max(settings.Whole("fast"), settings.Whole("slow")) - 1;
}
