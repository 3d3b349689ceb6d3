using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Markets;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>When a market was in which state: one lane per state, so that no colour must be told from another.</summary>
internal static class StateTimeline
{
    public static SvgChart? Draw(string symbol, IReadOnlyList<StateSpellView> spells)
    {
        if (spells.Count == 0)
        {
            return null;
        }

        var axis = new TimeAxis(spells.Min(spell => spell.From), spells.Max(spell => spell.Until));
        return new SvgChart(
            "state-timeline", $"States of {symbol}", Summarise(symbol, spells),
            [.. Enum.GetValues<MarketState>().Reverse().Select(state => new ChartPane("lane", [$"{state}"], Marks(spells.Where(spell => spell.State == state), axis)))],
            [.. axis.Labels(4)],
            new ChartTable(
                ["From (UTC)", "Until (UTC)", "State", "Candles"],
                [.. spells.Reverse().Select(spell => new ChartRow(
                    axis.ToX(spell.From), [Text(spell.From), Text(spell.Until), $"{spell.State}", Numbers.Plain(spell.Bars, 0)]))]));
    }

    private static string Marks(IEnumerable<StateSpellView> spells, TimeAxis axis) =>
        $"<line class=\"grid\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"50\" y2=\"50\"/>" + string.Concat(spells.Select(spell =>
        {
            var (from, until) = (axis.ToX(spell.From), axis.ToX(spell.Until));
            return $"<rect class=\"bar out-of-sample\" x=\"{SvgChart.At(from)}\" y=\"20\" width=\"{SvgChart.At(Math.Max(until - from, 1))}\" height=\"60\"/>";
        }));

    private static string Summarise(string symbol, IReadOnlyList<StateSpellView> spells)
    {
        var all = spells.Sum(spell => spell.Bars);
        var shares = spells.GroupBy(spell => spell.State).OrderByDescending(group => group.Sum(spell => spell.Bars))
            .Select(group => $"{group.Key} {Numbers.Percent((decimal)group.Sum(spell => spell.Bars) / all, 0)}");
        return $"{symbol} from {Text(spells[0].From)} to {Text(spells[^1].Until)} UTC: {string.Join(", ", shares)} of {Words.Count(all, "candle")}, in {Words.Count(spells.Count, "spell")}.";
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
