using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>
/// A field of a form under the Api's name of it, so that its reasons, typed or answered, find their place. What was typed is shown again,
/// even when it could not be read.
/// </summary>
[HtmlTargetElement("input", Attributes = "field,bind", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("select", Attributes = "field,bind")]
public sealed class FieldTagHelper : TagHelper
{
    /// <summary>The Api's name, such as "stages[0].at".</summary>
    public required string Field { get; set; }

    /// <summary>The name under which the page reads it, such as "Input.Stages[0].At".</summary>
    public required string Bind { get; set; }

    /// <summary>What an input shows when nothing was typed.</summary>
    public string? Shown { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = ViewContext.ViewData.ModelState;
        var id = IdOf(Field);
        output.Attributes.SetAttribute("id", id);
        output.Attributes.SetAttribute("name", Bind);
        output.Attributes.SetAttribute("data-field", Field);
        output.Attributes.SetAttribute("aria-describedby", $"{output.Attributes["aria-describedby"]?.Value} {id}-error".Trim());
        if (output.TagName == "input")
        {
            output.Attributes.SetAttribute("value", state.TryGetValue(Bind, out var typed) && typed.AttemptedValue is { } text ? text : Shown ?? "");
        }

        if (state.TryGetValue(Field, out var entry) && entry.ValidationState == ModelValidationState.Invalid)
        {
            output.Attributes.SetAttribute("aria-invalid", "true");
        }
    }

    internal static string IdOf(string field) => TagBuilder.CreateSanitizedId(field, "_");
}

/// <summary>The label of a <see cref="FieldTagHelper"/>.</summary>
[HtmlTargetElement("label", Attributes = "field")]
public sealed class FieldLabelTagHelper : TagHelper
{
    public required string Field { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.Attributes.SetAttribute("for", FieldTagHelper.IdOf(Field));
}

/// <summary>The reasons against one field, empty while there are none.</summary>
[HtmlTargetElement("field-error", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldErrorTagHelper : TagHelper
{
    public required string Field { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field-error");
        output.Attributes.SetAttribute("id", $"{FieldTagHelper.IdOf(Field)}-error");
        output.Attributes.SetAttribute("data-error", Field);
        if (ViewContext.ViewData.ModelState.TryGetValue(Field, out var entry))
        {
            output.Content.SetContent(string.Join(' ', entry.Errors.Select(error => error.ErrorMessage)));
        }
    }
}
