using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>Trades whose return lies from one fraction, inclusive, to another.</summary>
public sealed record HistogramBin(decimal From, decimal To, int Count);

/// <summary>How the returns of trades are spread: their number by size, losses to the left of zero.</summary>
internal static class TradeHistogram
{
    private const int CountLabels = 2;
    private const int EdgeLabels = 4;

    /// <param name="bins">Of equal width, in order, without a hole between them.</param>
    public static SvgChart? Draw(IReadOnlyList<HistogramBin> bins)
    {
        if (bins.Sum(bin => bin.Count) == 0)
        {
            return null;
        }

        var scale = Scale.Around(0, bins.Max(bin => bin.Count), CountLabels);
        var (low, high) = (bins[0].From, bins[^1].To);
        return new SvgChart(
            "trade-histogram", "Returns of trades", Summarise(bins),
            [new ChartPane("histogram", [.. scale.Labels.Select(label => Numbers.Raw(label))], Bars(bins, scale))],
            [.. Enumerable.Range(0, EdgeLabels + 1).Select(index => Numbers.SignedPercent(low + ((high - low) * index / EdgeLabels), 1))],
            new ChartTable(
                ["From", "To", "Trades"],
                [.. bins.Select((bin, index) => new ChartRow(
                    (index + 0.5) * SvgChart.Width / bins.Count, [Numbers.SignedPercent(bin.From), Numbers.SignedPercent(bin.To), Numbers.Plain(bin.Count, 0)]))]))
        {
            Legend = [new LegendEntry("bar up", "box", "Gains"), new LegendEntry("bar down", "box", "Losses")],
        };
    }

    private static string Bars(IReadOnlyList<HistogramBin> bins, Scale scale)
    {
        var step = (double)SvgChart.Width / bins.Count;
        var bars = bins.Select((bin, index) =>
        {
            var top = scale.ToY(bin.Count);
            var side = bin.From + bin.To < 0 ? "down" : "up";
            return bin.Count == 0 ? "" : $"<rect class=\"bar {side}\" x=\"{SvgChart.At((index * step) + 1)}\" y=\"{SvgChart.At(top)}\" width=\"{SvgChart.At(step - 2)}\" height=\"{SvgChart.At(SvgChart.Height - top)}\"/>";
        });
        return $"{SvgChart.GridLines(scale.Steps + 1)}{string.Concat(bars)}{Zero(bins)}";
    }

    private static string Zero(IReadOnlyList<HistogramBin> bins)
    {
        var (low, high) = (bins[0].From, bins[^1].To);
        if (low > 0 || high < 0 || low == high)
        {
            return "";
        }

        var x = SvgChart.At((double)(-low / (high - low)) * SvgChart.Width);
        return $"<line class=\"zero\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{SvgChart.Height}\"/>";
    }

    private static string Summarise(IReadOnlyList<HistogramBin> bins)
    {
        var fullest = bins.MaxBy(bin => bin.Count)!;
        return $"{Words.Count(bins.Sum(bin => bin.Count), "closed trade")}; most of them, {Numbers.Plain(fullest.Count, 0)}, "
            + $"made between {Numbers.SignedPercent(fullest.From)} and {Numbers.SignedPercent(fullest.To)} of their cost.";
    }
}
