namespace Etrms.Web.Pages.Backtests;

/// <summary>A field of the form as the page draws it.</summary>
/// <param name="Field">The Api's name, such as "costs.taker_fee".</param>
/// <param name="Bind">The form's, such as "Input.Costs.TakerFee".</param>
/// <param name="Value">Shown until something else is typed.</param>
public sealed record FormField(string Field, string Bind, string Label, string? Value)
{
    public string? Unit { get; init; }

    public string? Help { get; init; }

    /// <summary>Keyboard of a phone; null for letters.</summary>
    public string? Keys { get; init; } = "decimal";

    public string? Type { get; init; }

    /// <summary>Shown while nothing is typed.</summary>
    public string? Placeholder { get; init; }

    /// <summary>What can be chosen; empty for what is typed.</summary>
    public IReadOnlyList<(string Value, string Text)> Choices { get; init; } = [];

    /// <summary>True when another choice changes the rest of the form.</summary>
    public bool Reshapes { get; init; }

    public static FormField Choice<T>(string field, string bind, string label, T value, Func<T, string> text)
        where T : struct, Enum =>
        new(field, bind, label, value.ToString()) { Choices = [.. Enum.GetValues<T>().Select(each => (each.ToString(), text(each)))] };
}
