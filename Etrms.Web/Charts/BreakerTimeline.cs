using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>One thing that a breaker did.</summary>
public sealed record TimelineMark(DateTimeOffset At, string Breaker, BreakerEventKind Kind);

/// <summary>When each breaker tripped, acted and came back: one lane per breaker.</summary>
internal static class BreakerTimeline
{
    private const int MostLanes = 8;

    public static SvgChart? Draw(IReadOnlyList<BreakerEventView> events) =>
        Draw([.. events.Select(entry => new TimelineMark(entry.At, entry.BreakerName, entry.Kind))]);

    public static SvgChart? Draw(IReadOnlyList<TimelineMark> events)
    {
        if (events.Count == 0)
        {
            return null;
        }

        var lanes = events.GroupBy(entry => entry.Breaker, StringComparer.Ordinal).OrderBy(lane => lane.Key, StringComparer.Ordinal).Take(MostLanes).ToList();
        var (first, last) = (events.Min(entry => entry.At), events.Max(entry => entry.At));
        var margin = last > first ? (last - first) * 0.02 : TimeSpan.FromMinutes(1);
        var axis = new TimeAxis(first - margin, last + margin);
        return new SvgChart(
            "breaker-timeline",
            "Breaker timeline",
            Summarise(events, lanes.Count),
            [.. lanes.Select(lane => new ChartPane("lane", [lane.Key], Marks(lane, axis)))],
            [.. axis.Labels(4)],
            new ChartTable(
                ["Time (UTC)", "Breaker", "Event"],
                [.. events.Select(entry => new ChartRow(axis.ToX(entry.At), [Text(entry.At), entry.Breaker, Words.Of(entry.Kind).Text]))]));
    }

    private static string Marks(IEnumerable<TimelineMark> lane, TimeAxis axis) =>
        $"<line class=\"grid\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"50\" y2=\"50\"/>" + string.Concat(lane.Select(entry =>
        {
            var x = SvgChart.At(axis.ToX(entry.At));
            return $"<line class=\"event {Class(entry.Kind)}\" x1=\"{x}\" x2=\"{x}\" y1=\"{Top(entry.Kind)}\" y2=\"{100 - Top(entry.Kind)}\"/>";
        }));

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Trips are the tallest marks, so that they stand out without their colour.</summary>
    private static int Top(BreakerEventKind kind) => Words.Of(kind).Tone switch
    {
        Tone.Bad => 5,
        Tone.Warning => 20,
        Tone.Neutral or Tone.Good or Tone.Info => 32,
    };

    private static string Class(BreakerEventKind kind) => Words.Of(kind).Tone switch
    {
        Tone.Bad => "bad",
        Tone.Warning => "warning",
        Tone.Good => "good",
        Tone.Neutral or Tone.Info => "info",
    };

    private static string Summarise(IReadOnlyList<TimelineMark> events, int lanes)
    {
        var trips = events.Count(entry => entry.Kind == BreakerEventKind.Triggered);
        return $"{Words.Count(events.Count, "event")} of {Words.Count(lanes, "breaker")}, {Words.Count(trips, "trip")} among them.";
    }
}
