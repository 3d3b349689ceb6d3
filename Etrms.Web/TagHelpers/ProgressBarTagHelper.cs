using System.Globalization;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>How far work is: a bar that fills, and moves without a value while nothing is known.</summary>
[HtmlTargetElement("progress-bar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProgressBarTagHelper : TagHelper
{
    /// <summary>Null is unknown.</summary>
    public decimal? Fraction { get; set; }

    public required string Label { get; set; }

    /// <summary>Path of the fraction in the live messages.</summary>
    public string? Live { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "progress";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "progress");
        output.Attributes.SetAttribute("max", "1");
        output.Attributes.SetAttribute("aria-label", Label);
        if (Fraction is { } known)
        {
            output.Attributes.SetAttribute("value", Math.Clamp(known, 0, 1).ToString("0.####", CultureInfo.InvariantCulture));
        }

        if (Live is not null)
        {
            output.Attributes.SetAttribute("data-live", Live);
        }

        output.Content.SetContent(Fraction is null ? "" : Numbers.Percent(Fraction, 0));
    }
}
