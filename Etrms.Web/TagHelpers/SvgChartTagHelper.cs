using System.Text;
using System.Text.Encodings.Web;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>A server-drawn chart with its summary for readers and its numbers as a table.</summary>
[HtmlTargetElement("svg-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SvgChartTagHelper : TagHelper
{
    public SvgChart? Chart { get; set; }

    /// <summary>What to say while there is nothing to draw.</summary>
    public string Empty { get; set; } = "Not enough data yet.";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Chart is null)
        {
            output.TagName = "p";
            output.Attributes.SetAttribute("class", "empty");
            output.Content.SetContent(Empty);
            return;
        }

        output.TagName = "figure";
        output.Attributes.SetAttribute("class", "chart");
        output.Content.SetHtmlContent(Render(Chart));
    }

    private static string Render(SvgChart chart)
    {
        var html = new StringBuilder();
        html.Append("<figcaption class=\"visually-hidden\">").Append(Text(chart.Title)).Append("</figcaption>");
        html.Append("<div class=\"plots\" data-keeps data-chart=\"").Append(chart.Id).Append("\" data-title=\"").Append(Text(chart.Title)).Append("\">");
        for (var index = 0; index < chart.Panes.Count; index++)
        {
            AppendPane(html, chart, index);
        }

        var banded = chart.HasBandedX ? " banded" : "";
        html.Append("</div><p class=\"chart-reading num amount\" aria-hidden=\"true\"></p><div class=\"x-axis amount-free").Append(banded).Append("\" aria-hidden=\"true\">")
            .AppendJoin("", chart.XLabels.Select(label => $"<span>{Text(label)}</span>")).Append("</div>");
        AppendLegend(html, chart.Legend);
        AppendTable(html, chart);
        return html.ToString();
    }

    private static void AppendPane(StringBuilder html, SvgChart chart, int index)
    {
        var pane = chart.Panes[index];
        var amount = pane.Class == "equity" ? " class=\"amount\"" : "";
        html.Append("<div class=\"pane ").Append(pane.Class).Append(pane.IsBanded ? "\"><div class=\"y-axis banded\" aria-hidden=\"true\">" : "\"><div class=\"y-axis\" aria-hidden=\"true\">")
            .AppendJoin("", pane.YLabels.Select(label => $"<span{amount}>{Text(label)}</span>"))
            .Append("</div><svg viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\" ");
        // The first pane speaks for the whole picture.
        html.Append(index == 0
            ? $"role=\"img\" aria-labelledby=\"{chart.Id}-title\" aria-describedby=\"{chart.Id}-desc\"><title id=\"{chart.Id}-title\">{Text(chart.Title)}</title><desc id=\"{chart.Id}-desc\">{Text(chart.Summary)}</desc>"
            : "aria-hidden=\"true\">");
        html.Append(pane.Marks).Append($"<line class=\"cursor\" x1=\"0\" x2=\"0\" y1=\"0\" y2=\"{SvgChart.Height}\"/></svg></div>");
    }

    private static void AppendLegend(StringBuilder html, IReadOnlyList<LegendEntry> legend)
    {
        if (legend.Count == 0)
        {
            return;
        }

        html.Append("<ul class=\"legend\">");
        foreach (var entry in legend)
        {
            html.Append($"<li><svg viewBox=\"0 0 24 12\" aria-hidden=\"true\">{Swatch(entry)}</svg>{Text(entry.Text)}</li>");
        }

        html.Append("</ul>");
    }

    private static string Swatch(LegendEntry entry) => entry.Shape switch
    {
        "box" => $"<rect class=\"{entry.Class}\" x=\"3\" y=\"1\" width=\"18\" height=\"10\"/>",
        "dot" => $"<path class=\"{entry.Class}\" d=\"M12 6h0\"/>",
        _ => $"<path class=\"{entry.Class}\" d=\"M1 6h22\"/>",
    };

    private static void AppendTable(StringBuilder html, SvgChart chart)
    {
        html.Append("<details class=\"chart-table\" data-key=\"").Append(chart.Id).Append("-table\"><summary>Show as table</summary><p>").Append(Text(chart.Summary))
            .Append("</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Text(chart.Title)).Append(" as table\"><table><caption class=\"visually-hidden\">")
            .Append(Text(chart.Title)).Append("</caption><thead><tr>")
            .AppendJoin("", chart.Table.Headers.Select(header => $"<th scope=\"col\">{Text(header)}</th>"))
            .Append("</tr></thead><tbody>");
        foreach (var row in chart.Table.Rows)
        {
            var place = row.Mark is { } mark ? $"data-mark=\"{mark}\"" : $"data-x=\"{SvgChart.At(row.X)}\"";
            html.Append($"<tr {place}>").AppendJoin("", row.Cells.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>");
        }

        html.Append("</tbody></table></div>");
        if (chart.CsvUrl is { } url)
        {
            html.Append($"<p><a href=\"{Text(url)}\" download>Download as CSV</a></p>");
        }

        html.Append("</details>");
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
