namespace Etrms.Domain.Analysis.Indicators;

/// <summary>Works a whole series through an indicator.</summary>
public static class IndicatorRun
{
    /// <summary>
    /// Writes every output of every bar; NaN where undefined.
    /// </summary>
    /// <param name="columns">One output after the other, each as long as the series.</param>
    public static void Over(IIndicator indicator, BarSpans bars, Span<double> columns)
    {
        var count = bars.Count;
        if (count == 0)
        {
            return;
        }

        var outputs = columns.Length / count;
        if (columns.Length != outputs * count)
        {
            throw new ArgumentException("The room must be a whole number of columns as long as the series.", nameof(columns));
        }

        if (indicator is ValueIndicator ofCloses)
        {
            OverCloses(ofCloses, Known(bars.Close, count), columns);
        }
        else
        {
            OverBars(indicator, bars, columns, outputs);
        }
    }

    private static void OverCloses(ValueIndicator indicator, ReadOnlySpan<double> closes, Span<double> column)
    {
        for (var i = 0; i < closes.Length; i++)
        {
            column[i] = indicator.Next(closes[i]) ?? double.NaN;
        }
    }

    private static void OverBars(IIndicator indicator, BarSpans bars, Span<double> columns, int outputs)
    {
        var count = bars.Count;
        Span<double> row = stackalloc double[outputs];
        var open = Known(bars.Open, count);
        var high = Known(bars.High, count);
        var low = Known(bars.Low, count);
        var close = Known(bars.Close, count);
        var volume = Known(bars.Volume, count);
        for (var i = 0; i < count; i++)
        {
            indicator.Next(new Ohlcv(open[i], high[i], low[i], close[i], volume[i]), row);
            for (int output = 0, place = i; output < row.Length; output++, place += count)
            {
                columns[place] = row[output];
            }
        }
    }

    /// <summary>A column that the indicator does not read may be missing; what stands in makes a mistake visible.</summary>
    private static ReadOnlySpan<double> Known(ReadOnlySpan<double> column, int count)
    {
        if (column.Length == count)
        {
            return column;
        }

        var unknown = new double[count];
        Array.Fill(unknown, double.NaN);
        return unknown;
    }
}
