using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Statistics;
using Etrms.Domain.Analysis.Indicators.Volume;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorOutput;
using static Etrms.Domain.Analysis.Indicators.Catalog.IndicatorParameter;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

/// <summary>Averages, deviations and lines.</summary>
internal static class AverageEntries
{
    public static ImmutableArray<IndicatorEntry> All { get; } =
    [
        OfClose("SMA", "Simple moving average", "mean of the window", s => new SimpleAverage(s.Period)),
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
        OfClose("SMMA", "Smoothed moving average (RMA)", "Wilder 1978: (r (n - 1) + x) / n, begun at the mean", s => ExponentialAverage.OfWilder(s.Period)),
        OfClose("WMA", "Weighted moving average", "weights 1 to n", s => new WeightedAverage(s.Period)),
        OfClose("HMA", "Hull moving average", "Hull 2005; half period and root cut to whole numbers", s => new HullAverage(s.Period),
            s => s.Period + (int)Math.Sqrt(s.Period) - 2),
        Stacked("DEMA", "Double exponential moving average", 2),
        Stacked("TEMA", "Triple exponential moving average", 3),
        OfClose("TRIMA", "Triangular moving average", "TA-Lib: simple average of simple averages", s => new TriangularAverage(s.Period)),
        new()
        {
            Name = "KAMA",
            Title = "Kaufman's adaptive moving average",
            Source = "Kaufman 1995; begins at a close (TA-Lib leaves that one out)",
            Reads = BarColumns.Close,
            Parameters = [Period(10), Period(2, "fast", "bars of the quickest average"), Period(30, "slow", "bars of the slowest")],
            Outputs = [new("kama", s => s.Period - 1), new("efficiency", s => s.Period)],
            Create = s => new KaufmanAverage(s.Period, s.Whole("fast"), s.Whole("slow")),
        },
        new()
        {
            Name = "VWMA",
            Title = "Volume weighted moving average",
            Source = "closes weighted by volume",
            Reads = BarColumns.Close | BarColumns.Volume,
            Parameters = [Period(20)],
            Outputs = [new("vwma", s => s.Period - 1)],
            Create = s => new VolumeWeightedAverage(s.Period),
        },
        new()
        {
            Name = "STDDEV",
            Title = "Standard deviation",
            Source = "of closes; divided by n unless ddof says otherwise",
            Reads = BarColumns.Close,
            Parameters = [Period(20, least: 2), LostDegrees],
            Outputs = Together(s => s.Period - 1, "deviation", "mean", "z_score"),
            Create = s => new StandardDeviation(s.Period, s.Whole("ddof")),
        },
        new()
        {
            Name = "REGRESSION",
            Title = "Linear regression of closes on time",
            Source = "least squares; intercept at bar number 0 of the whole series (Stock.Indicators), start at the window's oldest bar (TA-Lib)",
            Reads = BarColumns.Close,
            Parameters = [Period(14, least: 2)],
            Outputs = Together(s => s.Period - 1, "slope", "value", "start", "forecast", "intercept", "deviation", "r_squared"),
            Create = s => new Regression(s.Period),
        },
        new()
        {
            Name = "REGRESSION_ANGLE",
            Title = "Angle of the regression line",
            Source = "in degrees, a bar as long as a unit of price (TA-Lib)",
            Reads = BarColumns.Close,
            Parameters = [Period(14, least: 2)],
            Outputs = [new("angle", s => s.Period - 1)],
            Create = s => new RegressionAngle(s.Period),
        },
        new()
        {
            Name = "RANGE_CORRELATION",
            Title = "Correlation of highs and lows",
            Source = "Pearson; null where one does not move",
            Reads = BarColumns.Range,
            Parameters = [Period(20, least: 2)],
            Outputs = [new("correlation", s => s.Period - 1)],
            Create = s => new RangeCorrelation(s.Period),
        },
    ];

    private static IndicatorEntry Stacked(string name, string title, int depth) => new()
    {
        Name = name,
        Title = title,
        Source = "Mulloy 1994; each average begun at the mean of its first inputs (TA-Lib) or all at the same bar (Stock.Indicators)",
        Reads = BarColumns.Close,
        Parameters = [Period(20), Choice<StackSeed>("seeding", "where the averages of an average begin")],
        Outputs = [new(name.ToLowerInvariant(), s => (s.Chosen<StackSeed>("seeding") == StackSeed.Mean ? depth : 1) * (s.Period - 1))],
        Create = s => new StackedAverage(s.Period, depth, s.Chosen<StackSeed>("seeding")),
    };

    private static IndicatorEntry OfClose(
        string name, string title, string source, Func<IndicatorSettings, IIndicator> create, Func<IndicatorSettings, int>? first = null)
    {
        return new IndicatorEntry
        {
            Name = name,
            Title = title,
            Source = source,
            Reads = BarColumns.Close,
            Parameters = [Period(20)],
            Outputs = [new(name.ToLowerInvariant(), first ?? (s => s.Period - 1))],
            Create = create,
        };
    }
}
