namespace Etrms.Domain.Assistant.Setups.ChartPatterns;

/// <summary>
/// Watches closes for chart patterns, a bar at a time. A pattern is told at the close that leaves it, and then there is a pause.
/// </summary>
public sealed class ChartPatternScan(ChartPatternRules rules)
{
    private readonly List<double> _closes = [];
    private int _count;
    private int _toldAt = int.MinValue / 2;

    /// <summary>Takes the next close; a pattern that it completes, or null. A close that is no price is passed over, but its bar counts.</summary>
    public ChartPattern? Next(double close)
    {
        _count++;
        _closes.Add(double.IsFinite(close) && close > 0 ? close : _closes.Count > 0 ? _closes[^1] : 0);
        if (_closes.Count > rules.Window)
        {
            _closes.RemoveAt(0);
        }

        return _closes.Count > rules.Shortest && _closes[0] > 0 && _count - 1 - _toldAt > rules.Pause ? Completed(isMirrored: false) ?? Completed(isMirrored: true) : null;
    }

    private ChartPattern? Completed(bool isMirrored)
    {
        var path = SwingPath.Of(_closes.ToArray(), isMirrored, rules.Kernel, rules.Swing);
        if (!(path.Range > 0) || RisingPatterns.Find(path, rules) is not { } found)
        {
            return null;
        }

        _toldAt = _count - 1;
        return new ChartPattern(
            isMirrored ? Mirrored(found.Kind) : found.Kind, _count - _closes.Count + found.Start, _toldAt, found.Height, Math.Abs(found.Boundary));
    }

    private static ChartPatternKind Mirrored(ChartPatternKind kind) => kind switch
    {
        ChartPatternKind.AscendingTriangle => ChartPatternKind.DescendingTriangle,
        ChartPatternKind.DescendingTriangle => ChartPatternKind.AscendingTriangle,
        ChartPatternKind.BullFlag => ChartPatternKind.BearFlag,
        ChartPatternKind.BearFlag => ChartPatternKind.BullFlag,
        ChartPatternKind.DoubleBottom => ChartPatternKind.DoubleTop,
        ChartPatternKind.DoubleTop => ChartPatternKind.DoubleBottom,
        ChartPatternKind.InverseHeadAndShoulders => ChartPatternKind.HeadAndShoulders,
        ChartPatternKind.HeadAndShoulders => ChartPatternKind.InverseHeadAndShoulders,
        ChartPatternKind.RectangleBreakUp => ChartPatternKind.RectangleBreakDown,
        ChartPatternKind.RectangleBreakDown => ChartPatternKind.RectangleBreakUp,
        ChartPatternKind.SymmetricTriangleUp => ChartPatternKind.SymmetricTriangleDown,
        ChartPatternKind.SymmetricTriangleDown => ChartPatternKind.SymmetricTriangleUp,
    };
}
