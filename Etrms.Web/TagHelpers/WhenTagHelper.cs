using System.Globalization;
using Etrms.Web.Shell;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>An instant in the chosen zone: without script in UTC unless a zone was chosen, with it in the browser's; and how long ago on request.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper : TagHelper
{
    public DateTimeOffset? At { get; set; }

    /// <summary>Adds "4 min ago". Only for wall time: market time on an accelerated venue has no "ago".</summary>
    public bool Relative { get; set; }

    /// <summary>Leaves the date out where the context names it.</summary>
    public bool TimeOnly { get; set; }

    /// <summary>Path of the instant in the live messages, such as "risk-metrics/market_time".</summary>
    public string? Live { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (At is not { } at)
        {
            output.TagName = "span";
            output.Content.SetContent("never");
            return;
        }

        output.TagName = "time";
        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("data-when", TimeOnly ? "time" : "full");
        if (Relative)
        {
            output.Attributes.SetAttribute("data-relative", "");
        }

        if (Live is not null)
        {
            output.Attributes.SetAttribute("data-live", Live);
        }

        output.Content.SetContent(Text(at, Preferences.Of(ViewContext.HttpContext.Request).ServerZone));
    }

    private string Text(DateTimeOffset at, TimeZoneInfo zone)
    {
        var there = TimeZoneInfo.ConvertTime(at, zone).ToString(TimeOnly ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return zone.Equals(TimeZoneInfo.Utc) ? there + " UTC" : there;
    }
}
