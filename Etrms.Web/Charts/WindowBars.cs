using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>One window of a walk-forward test.</summary>
/// <param name="InSample">Result on the candles the parameters were chosen on; null when undefined.</param>
/// <param name="OutOfSample">Result on the candles after them.</param>
public sealed record WindowResult(string Name, decimal? InSample, decimal? OutOfSample);

/// <summary>In-sample beside out-of-sample, window by window: what is promised and what is kept.</summary>
internal static class WindowBars
{
    private const int MostLabels = 12;
    private const double Share = 0.36;

    public static SvgChart? Draw(IReadOnlyList<WindowResult> windows, string valueName)
    {
        var values = windows.SelectMany(window => new[] { window.InSample, window.OutOfSample }).OfType<decimal>().ToList();
        if (values.Count == 0)
        {
            return null;
        }

        var scale = Scale.Around(Math.Min(values.Min(), 0), Math.Max(values.Max(), 0), 4);
        var step = (double)SvgChart.Width / windows.Count;
        return new SvgChart(
            "window-bars", $"{valueName} in and out of sample", Summarise(windows, valueName),
            [new ChartPane("windows", [.. scale.Labels.Select(label => Numbers.Raw(label))], Marks(windows, scale, step))],
            [.. Labels(windows)],
            new ChartTable(
                ["Window", "In sample", "Out of sample"],
                [.. windows.Select((window, index) => new ChartRow(
                    (index + 0.5) * step, [window.Name, Numbers.Plain(window.InSample, 2), Numbers.Plain(window.OutOfSample, 2)]))]))
        {
            HasBandedX = true,
            Legend = [new LegendEntry("bar in-sample", "box", "In sample"), new LegendEntry("bar out-of-sample", "box", "Out of sample")],
        };
    }

    private static string Marks(IReadOnlyList<WindowResult> windows, Scale scale, double step)
    {
        var zero = scale.ToY(0);
        string Bar(decimal? value, string name, double x) => value is not { } known ? "" :
            $"<rect class=\"bar {name}\" x=\"{SvgChart.At(x)}\" y=\"{SvgChart.At(Math.Min(zero, scale.ToY(known)))}\" width=\"{SvgChart.At(step * Share)}\" height=\"{SvgChart.At(Math.Abs(scale.ToY(known) - zero))}\"/>";
        var bars = windows.Select((window, index) =>
            Bar(window.InSample, "in-sample", (index + 0.5 - Share) * step) + Bar(window.OutOfSample, "out-of-sample", (index + 0.5) * step));
        return $"{SvgChart.GridLines(scale.Steps + 1)}{string.Concat(bars)}<line class=\"zero\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"{SvgChart.At(zero)}\" y2=\"{SvgChart.At(zero)}\"/>";
    }

    private static IEnumerable<string> Labels(IReadOnlyList<WindowResult> windows)
    {
        var every = (int)Math.Ceiling(windows.Count / (double)MostLabels);
        return windows.Where((_, index) => index % every == 0).Select(window => window.Name);
    }

    private static string Summarise(IReadOnlyList<WindowResult> windows, string valueName)
    {
        var both = windows.Where(window => window is { InSample: not null, OutOfSample: not null }).ToList();
        if (both.Count == 0)
        {
            return $"No window has a {valueName} both in and out of sample.";
        }

        var (inside, outside) = (both.Average(window => window.InSample!.Value), both.Average(window => window.OutOfSample!.Value));
        var held = both.Count(window => window.OutOfSample > 0);
        return $"{Words.Count(windows.Count, "window")}: {valueName} {Numbers.Plain(inside, 2)} in sample and {Numbers.Plain(outside, 2)} out of sample on average; "
            + $"above zero out of sample in {held} of {both.Count}.";
    }
}
