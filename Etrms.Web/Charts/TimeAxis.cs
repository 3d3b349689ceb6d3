using System.Globalization;

namespace Etrms.Web.Charts;

/// <summary>Instants mapped to the width of a plot.</summary>
internal sealed record TimeAxis(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly TimeSpan TwoMonths = TimeSpan.FromDays(60);

    private TimeSpan Span => To > From ? To - From : TimeSpan.FromSeconds(1);

    public bool Holds(DateTimeOffset at) => at >= From && at <= To;

    public double ToX(DateTimeOffset at) => (at - From) / Span * SvgChart.Width;

    public IEnumerable<string> Labels(int count)
    {
        var format = Span > TwoMonths ? "yyyy-MM-dd" : Span > OneDay ? "MMM d HH:mm" : Span < TimeSpan.FromMinutes(10) ? "HH:mm:ss" : "HH:mm";
        return Enumerable.Range(0, count).Select(index =>
            (From + (Span * index / (count - 1))).UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }
}
