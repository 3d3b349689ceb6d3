using System.Text.Json;
using System.Text.RegularExpressions;

namespace Etrms.Web.Pages.Backtests;

/// <summary>The fields of the form under the names that the Api gives its reasons by.</summary>
internal static partial class BacktestFields
{
    private const string Root = "Input.";

    /// <summary>"Input.Ranges[fast].Start" becomes "parameters.parameters_to_optimize.fast.start"; null for what is no field of the form.</summary>
    public static string? Of(string key)
    {
        if (!key.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        var plain = Indexed().Replace(key[Root.Length..], ".${name}");
        var field = string.Join('.', plain.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
        return field switch
        {
            _ when field.StartsWith("ranges.", StringComparison.Ordinal) => $"parameters.parameters_to_optimize.{field["ranges.".Length..]}",
            _ when field.StartsWith("noise.", StringComparison.Ordinal) => $"parameters.randomize_parameters.{field["noise.".Length..]}",
            _ => field,
        };
    }

    [GeneratedRegex(@"\[(?<name>[^\]]*)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Indexed();
}
