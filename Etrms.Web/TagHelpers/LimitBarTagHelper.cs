using System.Globalization;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>How much of a limit is used: a meter that goes amber at 60 % and red at 85 %.</summary>
[HtmlTargetElement("limit-bar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LimitBarTagHelper : TagHelper
{
    private const decimal WarnAt = 0.6m;
    private const decimal AlarmAt = 0.85m;

    /// <summary>Used over limit; null is unknown.</summary>
    public decimal? Fraction { get; set; }

    public required string Label { get; set; }

    public string? Live { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var shown = Math.Clamp(Fraction ?? 0, 0, 1);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "limit-bar");
        output.Attributes.SetAttribute("role", "meter");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Attributes.SetAttribute("aria-valuemin", "0");
        output.Attributes.SetAttribute("aria-valuemax", "100");
        output.Attributes.SetAttribute("aria-valuenow", (shown * 100).ToString("0.#", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("aria-valuetext", Fraction is null ? "unknown" : $"{Numbers.Percent(Fraction, 0)} of the limit used");
        output.Attributes.SetAttribute("data-level", Level(Fraction));
        if (Live is not null)
        {
            output.Attributes.SetAttribute("data-live", Live);
            output.Attributes.SetAttribute("data-as", "limit-bar");
        }

        var width = (shown * 100).ToString("0.##", CultureInfo.InvariantCulture);
        output.Content.SetHtmlContent(
            $"<svg viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"6\"/><rect class=\"fill\" width=\"{width}\" height=\"6\"/></svg>");
    }

    private static string Level(decimal? fraction) => fraction switch
    {
        null => "unknown",
        >= AlarmAt => "alarm",
        >= WarnAt => "warn",
        _ => "calm",
    };
}
