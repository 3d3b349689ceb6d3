using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Indicators.Catalog;

namespace Etrms.Domain.Tests.Analysis.Indicators;

/// <summary>Bars in columns, made up from a seed or given by hand.</summary>
internal sealed record SomeBars(double[] Open, double[] High, double[] Low, double[] Close, double[] Volume)
{
    public BarSpans Spans => new() { Open = Open, High = High, Low = Low, Close = Close, Volume = Volume };

    public int Count => Close.Length;

    public static SomeBars Random(int count, int seed, double start = 40_000)
    {
        var random = new Random(seed);
        var bars = Empty(count);
        var price = start;
        for (var i = 0; i < count; i++)
        {
            var open = price;
            price *= Math.Exp(0.01 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            bars.Set(i, open, Math.Max(open, price) * (1 + (0.005 * random.NextDouble())), Math.Min(open, price) * (1 - (0.005 * random.NextDouble())), price, 100 * random.NextDouble());
        }

        return bars;
    }

    public static SomeBars Flat(int count, double price) => new(Same(count, price), Same(count, price), Same(count, price), Same(count, price), Same(count, 10));

    /// <summary>Bars without range at given closes.</summary>
    public static SomeBars At(params double[] closes) => new(closes, closes, closes, closes, Same(closes.Length, 1));

    public SomeBars First(int count) => new(Open[..count], High[..count], Low[..count], Close[..count], Volume[..count]);

    public Ohlcv this[int index] => new(Open[index], High[index], Low[index], Close[index], Volume[index]);

    public void Set(int index, double open, double high, double low, double close, double volume) =>
        (Open[index], High[index], Low[index], Close[index], Volume[index]) = (open, high, low, close, volume);

    /// <summary>The first output of an indicator with given parameters.</summary>
    public double[] Of(string name, string output, params (string Name, object Value)[] given)
    {
        var entry = IndicatorCatalog.Find(name)!;
        var (settings, fault) = entry.Settle(given.ToDictionary(each => each.Name, each => each.Value));
        Assert.Null(fault);
        return entry.Over(Spans, settings!)[entry.Outputs.ToList().FindIndex(each => each.Name == output)];
    }

    private static SomeBars Empty(int count) => new(new double[count], new double[count], new double[count], new double[count], new double[count]);

    private static double[] Same(int count, double value) => [.. Enumerable.Repeat(value, count)];
}
