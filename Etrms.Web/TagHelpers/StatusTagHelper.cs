using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>A state in words, with a shape and a colour beside them.</summary>
[HtmlTargetElement("status", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StatusTagHelper : TagHelper
{
    public Tone Tone { get; set; }

    /// <summary>Word and tone together, as <see cref="Words"/> gives them.</summary>
    public (string Text, Tone Tone)? Of { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var tone = Of?.Tone ?? Tone;
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"status {output.Attributes["class"]?.Value}".Trim());
        output.Attributes.SetAttribute("data-tone", NameOf(tone));
        output.PreContent.SetHtmlContent($"<svg class=\"status-mark\" aria-hidden=\"true\" viewBox=\"0 0 12 12\">{Mark(tone)}</svg>");
        if (Of is { } words)
        {
            output.Content.SetContent(words.Text);
        }
        else
        {
            output.Content.SetHtmlContent(await output.GetChildContentAsync());
        }
    }

    internal static string NameOf(Tone tone) => tone switch
    {
        Tone.Neutral => "neutral",
        Tone.Good => "good",
        Tone.Info => "info",
        Tone.Warning => "warning",
        Tone.Bad => "bad",
    };

    /// <summary>Each tone has its own shape, so that colour is never alone.</summary>
    private static string Mark(Tone tone) => tone switch
    {
        Tone.Neutral => "<circle cx=\"6\" cy=\"6\" r=\"3.5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>",
        Tone.Good => "<circle cx=\"6\" cy=\"6\" r=\"4\" fill=\"currentColor\"/>",
        Tone.Info => "<rect x=\"2\" y=\"2\" width=\"8\" height=\"8\" rx=\"1.5\" fill=\"currentColor\"/>",
        Tone.Warning => "<path d=\"M6 1.5 11 10.5H1Z\" fill=\"currentColor\"/>",
        Tone.Bad => "<path d=\"M6 .8 11.2 6 6 11.2.8 6Z\" fill=\"currentColor\"/>",
    };
}
