using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>The newest bars in columns, each in one piece, so that formulas over a window read them where they are.</summary>
internal sealed class BarHistory(int capacity)
{
    private readonly double[][] _columns = [.. Enumerable.Range(0, 5).Select(_ => new double[2 * capacity])];
    private int _from;

    public int Count { get; private set; }

    public BarSpans Bars => new() { Open = Column(0), High = Column(1), Low = Column(2), Close = Column(3), Volume = Column(4) };

    public void Clear() => (_from, Count) = (0, 0);

    public void Add(in Ohlcv bar)
    {
        if (_from + Count == 2 * capacity)
        {
            foreach (var column in _columns)
            {
                Array.Copy(column, _from, column, 0, Count);
            }

            _from = 0;
        }

        var place = _from + Count;
        (_columns[0][place], _columns[1][place], _columns[2][place], _columns[3][place], _columns[4][place]) =
            (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
        if (Count == capacity)
        {
            _from++;
        }
        else
        {
            Count++;
        }
    }

    /// <summary>Log returns from close to close, oldest first; those of the newest so many bars.</summary>
    public double[] Returns(int most)
    {
        var closes = Column(3);
        var returns = new double[Math.Clamp(closes.Length - 1, 0, most)];
        for (var i = 0; i < returns.Length; i++)
        {
            var at = closes.Length - returns.Length + i;
            returns[i] = Math.Log(closes[at] / closes[at - 1]);
        }

        return returns;
    }

    private ReadOnlySpan<double> Column(int column) => _columns[column].AsSpan(_from, Count);
}
