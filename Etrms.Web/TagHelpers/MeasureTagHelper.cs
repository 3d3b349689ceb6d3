using System.Globalization;
using System.Text.Encodings.Web;
using Etrms.Contracts;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>How a measured number is written.</summary>
public enum MeasureUnit
{
    Money,
    Percent,
    Multiple,
    Number,
}

/// <summary>A measured number; when there is none, the word "unknown" with its reason and how long that has been so.</summary>
[HtmlTargetElement("measure", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MeasureTagHelper : TagHelper
{
    public MeasureView? Of { get; set; }

    public MeasureUnit As { get; set; }

    /// <summary>Shows the sign of a known number.</summary>
    public bool Signed { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Of?.Value is { } value)
        {
            output.TagName = "data";
            output.Attributes.SetAttribute("value", Numbers.Raw(value));
            output.Attributes.SetAttribute("class", As == MeasureUnit.Money ? "num amount" : "num");
            output.Content.SetContent(Text(value));
            return;
        }

        output.TagName = "span";
        output.Attributes.SetAttribute("class", "unknown");
        output.Content.SetContent("unknown");
        output.PostElement.SetHtmlContent($"<span class=\"sub\">{HtmlEncoder.Default.Encode(Of?.Reason ?? "not measured yet")}{Since()}</span>");
    }

    private string Text(decimal value) => As switch
    {
        MeasureUnit.Money => Signed ? Numbers.SignedMoney(value) : Numbers.Money(value),
        MeasureUnit.Percent => Signed ? Numbers.SignedPercent(value) : Numbers.Percent(value),
        MeasureUnit.Multiple => Numbers.Plain(value, 2) + "×",
        MeasureUnit.Number => Numbers.Plain(value, 2),
    };

    /// <summary>The script writes the age beside the instant.</summary>
    private string Since() => Of?.At is not { } at ? "" :
        $", <time data-when=\"time\" data-relative datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\">{at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time>";
}
