using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>An instant: UTC without script, the browser's zone with it, and how long ago on request.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper : TagHelper
{
    public DateTimeOffset? At { get; set; }

    /// <summary>Adds "4 min ago". Only for wall time: market time on an accelerated venue has no "ago".</summary>
    public bool Relative { get; set; }

    /// <summary>Leaves the date out where the context names it.</summary>
    public bool TimeOnly { get; set; }

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

        output.Content.SetContent(at.UtcDateTime.ToString(TimeOnly ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
    }
}
