using System.Text.Json;

namespace Etrms.Web.Pages.Breakers;

/// <summary>The fields of the form under the names that the Api gives its reasons by, so that both speak of the same place.</summary>
internal static class FormFields
{
    private const string Root = "Input.";

    private static readonly (string Typed, string Named)[] Others =
    [
        ("qualify_seconds", "qualify_for_ms"), ("qualify_samples", "qualify_min_samples"), (".number", "_seconds"), (".unit", "_seconds"),
    ];

    /// <summary>"Input.Stages[0].Actions[1].ReduceBy" becomes "stages[0].actions[1].reduce_by"; null for what is no field of the form.</summary>
    public static string? Of(string key)
    {
        if (!key.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        if (key.StartsWith("Input.Settings[", StringComparison.Ordinal))
        {
            return $"settings.{key["Input.Settings[".Length..].TrimEnd(']')}";
        }

        var field = string.Join('.', key[Root.Length..].Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
        foreach (var (typed, named) in Others)
        {
            field = field.EndsWith(typed, StringComparison.Ordinal) ? field[..^typed.Length] + named : field;
        }

        return field;
    }
}
