using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Etrms.Web.TagHelpers;

/// <summary>A number that knows its raw value, its sign and where fresh values of it arrive.</summary>
public abstract class FigureTagHelper : TagHelper
{
    /// <summary>Null is shown as unknown, never as zero.</summary>
    public decimal? Value { get; set; }

    /// <summary>Shows the sign and colours by it.</summary>
    public bool Signed { get; set; }

    /// <summary>A sign that is neither good nor bad, such as that of a net exposure.</summary>
    public bool Untinted { get; set; }

    /// <summary>Path of the value in the live messages, such as "risk-metrics/equity".</summary>
    public string? Live { get; set; }

    public string? Unit { get; set; }

    /// <summary>How the browser formats it; the same names as in client/src/format.ts.</summary>
    protected abstract string Format { get; }

    protected virtual int? Decimals => null;

    /// <summary>Amounts of money can be hidden from onlookers.</summary>
    protected virtual bool IsAmount => false;

    protected abstract string Text();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "data";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("value", Numbers.Raw(Value));
        output.Attributes.SetAttribute("class", $"{output.Attributes["class"]?.Value} num{(IsAmount ? " amount" : "")}".Trim());
        if (Signed && !Untinted)
        {
            output.Attributes.SetAttribute("data-sign", Value is null or 0 ? "none" : Value > 0 ? "up" : "down");
        }

        if (Live is not null)
        {
            output.Attributes.SetAttribute("data-live", Live);
            output.Attributes.SetAttribute("data-as", Format);
            if (Decimals is { } decimals)
            {
                output.Attributes.SetAttribute("data-decimals", decimals);
            }
        }

        output.Content.SetContent(Text());
        if (Unit is not null)
        {
            output.PostElement.SetHtmlContent($" <span class=\"unit\">{Unit}</span>");
        }
    }
}

[HtmlTargetElement("money", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MoneyTagHelper : FigureTagHelper
{
    protected override string Format => Signed ? "signed-money" : "money";

    protected override bool IsAmount => true;

    protected override string Text() => Signed ? Numbers.SignedMoney(Value) : Numbers.Money(Value);
}

[HtmlTargetElement("percent", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PercentTagHelper : FigureTagHelper
{
    public int Digits { get; set; } = 2;

    protected override string Format => Signed ? "signed-percent" : "percent";

    protected override int? Decimals => Digits;

    protected override string Text() => Signed ? Numbers.SignedPercent(Value, Digits) : Numbers.Percent(Value, Digits);
}

/// <summary>A price or quantity with the decimals of its tick or step.</summary>
[HtmlTargetElement("stepped", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SteppedTagHelper : FigureTagHelper
{
    public decimal Tick { get; set; }

    /// <summary>True for quantities, which tell the size of the trader's book.</summary>
    public bool Amount { get; set; }

    protected override string Format => "stepped";

    protected override int? Decimals => Tick > 0 ? Numbers.DecimalsOf(Tick) : null;

    protected override bool IsAmount => Amount;

    protected override string Text() => Numbers.Stepped(Value, Tick);
}

/// <summary>A plain ratio such as leverage.</summary>
[HtmlTargetElement("multiple", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MultipleTagHelper : FigureTagHelper
{
    protected override string Format => "multiple";

    protected override string Text() => Value is null ? Numbers.Unknown : Numbers.Plain(Value, 2) + "×";
}
