using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Benchmarks;

/// <summary>Candles in columns.</summary>
internal sealed record IndicatorMarket(double[] Open, double[] High, double[] Low, double[] Close, double[] Volume)
{
    public BarSpans Spans => new() { Open = Open, High = High, Low = Low, Close = Close, Volume = Volume };

    public Ohlcv this[int index] => new(Open[index], High[index], Low[index], Close[index], Volume[index]);

    public static IndicatorMarket Random(int count)
    {
        var random = new Random(20261121);
        var market = new IndicatorMarket(new double[count], new double[count], new double[count], new double[count], new double[count]);
        var price = 60_000.0;
        for (var i = 0; i < count; i++)
        {
            market.Open[i] = price;
            price *= Math.Exp(0.004 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            market.Close[i] = price;
            market.High[i] = Math.Max(market.Open[i], price) * (1 + (0.002 * random.NextDouble()));
            market.Low[i] = Math.Min(market.Open[i], price) * (1 - (0.002 * random.NextDouble()));
            market.Volume[i] = 1000 * random.NextDouble();
        }

        return market;
    }
}

/// <summary>The set in this project: everything that each of its indicators tells, also what TA-Lib leaves out.</summary>
internal sealed class IndicatorSet
{
    private static readonly string[] Names =
    [
        "SMA", "EMA", "WMA", "TEMA", "RSI", "ROC", "STDDEV", "REGRESSION", "ATR", "ADX",
        "CCI", "WILLIAMS_R", "ULTIMATE", "MFI", "OBV", "AD", "AROON", "BOLLINGER", "MACD", "STOCHASTIC",
    ];

    private readonly IndicatorMarket _market;
    private readonly Domain.Analysis.Indicators.Catalog.IndicatorEntry[] _entries;
    private readonly double[] _room;

    private IndicatorSet(IndicatorMarket market)
    {
        _market = market;
        _entries = [.. Names.Select(name => Domain.Analysis.Indicators.Catalog.IndicatorCatalog.Find(name)!)];
        _room = new double[market.Close.Length * _entries.Max(entry => entry.Outputs.Length)];
        Values = _entries.Sum(entry => entry.Outputs.Length);
    }

    public int Values { get; }

    public static IndicatorSet Create(IndicatorMarket market) => new(market);

    public void Run()
    {
        foreach (var entry in _entries)
        {
            var indicator = entry.Create(entry.Settle(new Dictionary<string, object>()).Settings!);
            IndicatorRun.Over(indicator, _market.Spans, _room.AsSpan(0, entry.Outputs.Length * _market.Close.Length));
        }
    }
}
