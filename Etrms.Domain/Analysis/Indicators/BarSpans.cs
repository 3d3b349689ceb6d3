using System.Globalization;

namespace Etrms.Domain.Analysis.Indicators;

/// <summary>The columns of a bar that an indicator reads.</summary>
[Flags]
public enum BarColumns
{
    None = 0,
    Open = 1,
    High = 2,
    Low = 4,
    Close = 8,
    Volume = 16,
    Range = High | Low,
    RangeAndClose = Range | Close,
    Prices = Open | RangeAndClose,
    RangeCloseAndVolume = RangeAndClose | Volume,
}

/// <summary>A series of bars in columns, oldest first; a column that is not known is empty.</summary>
public readonly ref struct BarSpans
{
    public ReadOnlySpan<double> Open { get; init; }

    public ReadOnlySpan<double> High { get; init; }

    public ReadOnlySpan<double> Low { get; init; }

    public ReadOnlySpan<double> Close { get; init; }

    public ReadOnlySpan<double> Volume { get; init; }

    public int Count => Close.Length > 0 ? Close.Length : High.Length;

    /// <summary>So many bars from an index on, of the columns that are known.</summary>
    public BarSpans Slice(int start, int count) => new()
    {
        Open = Open.IsEmpty ? Open : Open.Slice(start, count),
        High = High.IsEmpty ? High : High.Slice(start, count),
        Low = Low.IsEmpty ? Low : Low.Slice(start, count),
        Close = Close.IsEmpty ? Close : Close.Slice(start, count),
        Volume = Volume.IsEmpty ? Volume : Volume.Slice(start, count),
    };

    /// <summary>Why nothing can be computed from these columns, or null: one is missing, of another length, or holds what no market has.</summary>
    public string? Fault(BarColumns needed)
    {
        for (var column = BarColumns.Open; column <= BarColumns.Volume; column = (BarColumns)((int)column << 1))
        {
            if (needed.HasFlag(column) && FaultOf(column) is { } fault)
            {
                return fault;
            }
        }

        return needed.HasFlag(BarColumns.Range) ? RangeFault() : null;
    }

    private string? FaultOf(BarColumns column)
    {
        var name = Name(column);
        var values = this[column];
        if (values.Length != Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{name} has {values.Length} values, not {Count}");
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] is no finite number");
            }
        }

        return null;
    }

    private string? RangeFault()
    {
        for (var i = 0; i < Count; i++)
        {
            if (High[i] < Low[i])
            {
                return string.Create(CultureInfo.InvariantCulture, $"high[{i}] is below low[{i}]");
            }
        }

        return null;
    }

    /// <summary>How a column is called in an input.</summary>
    public static string Name(BarColumns column) => column.ToString().ToLowerInvariant();

    private ReadOnlySpan<double> this[BarColumns column] => column switch
    {
        BarColumns.Open => Open,
        BarColumns.High => High,
        BarColumns.Low => Low,
        BarColumns.Close => Close,
        _ => Volume,
    };
}
