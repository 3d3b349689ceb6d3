using Etrms.Contracts;

namespace Etrms.Web.Charts;

/// <summary>The shape of the equity curve in the width of a word; the number stands beside it.</summary>
internal static class Sparkline
{
    public static string Path(IReadOnlyList<EquityPointView> points)
    {
        if (points.Count < 2)
        {
            return "";
        }

        var (low, high) = (points.Min(point => point.Equity), points.Max(point => point.Equity));
        var span = high > low ? (double)(high - low) : 1;
        return SvgChart.Line(points.Select((point, index) =>
            (index * (double)SvgChart.Width / (points.Count - 1), 95 - ((double)(point.Equity - low) / span * 90))));
    }
}
