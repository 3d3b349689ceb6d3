using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Etrms.Cli.Calculations;

/// <summary>Reads the members of an input; what is wrong is told by name, as bad usage.</summary>
internal static class CalculationInput
{
    /// <summary>Refuses what the calculation does not know: a misspelt parameter would else silently take its default.</summary>
    public static void RefuseUnknown(this JsonElement input, ICalculation calculation)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            throw Bad("The input must be an object, such as {\"close\": [1, 2, 3], \"period\": 2}.");
        }

        var known = calculation.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        if (input.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw Bad($"{calculation.Name} takes no \"{unknown}\". It takes: {string.Join(", ", known)}.");
        }
    }

    public static bool Has(this JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An array of finite numbers.</summary>
    public static double[] Numbers(this JsonElement input, string name) => NumbersOf(Required(input, name, JsonValueKind.Array, "an array of numbers"), name);

    public static double[]? NumbersOrNull(this JsonElement input, string name) => input.Has(name) ? input.Numbers(name) : null;

    /// <summary>Rows of numbers, all of one length.</summary>
    public static double[][] Rows(this JsonElement input, string name)
    {
        var rows = Required(input, name, JsonValueKind.Array, "an array of rows").EnumerateArray()
            .Select((row, index) => row.ValueKind == JsonValueKind.Array ? NumbersOf(row, $"{name}[{index}]") : throw Bad($"\"{name}[{index}]\" must be an array of numbers."))
            .ToArray();
        return Array.TrueForAll(rows, row => row.Length == rows[0].Length) ? rows : throw Bad($"The rows of \"{name}\" must have one length.");
    }

    public static double Number(this JsonElement input, string name, double? fallback = null) =>
        fallback is { } given && !input.Has(name) ? given : Required(input, name, JsonValueKind.Number, "a number").GetDouble();

    public static int Whole(this JsonElement input, string name, int? fallback = null)
    {
        var number = input.Number(name, fallback);
        return number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Bad($"\"{name}\" must be a whole number.");
    }

    /// <summary>A whole number that is not below the least one.</summary>
    public static int WholeFrom(this JsonElement input, string name, int least, int? fallback = null) =>
        input.Whole(name, fallback) is var number && number >= least ? number : throw Bad($"\"{name}\" must be {least} or more.");

    /// <summary>Whole numbers that are not below the least one.</summary>
    public static int[] WholesFrom(this JsonElement input, string name, int least) =>
    [
        .. input.Numbers(name).Select(number => number == Math.Truncate(number) && number >= least && number <= int.MaxValue
            ? (int)number
            : throw Bad($"\"{name}\" must hold whole numbers of {least} or more.")),
    ];

    /// <summary>A number above 0.</summary>
    public static double Positive(this JsonElement input, string name, double? fallback = null) =>
        input.Number(name, fallback) is > 0 and var number ? number : throw Bad($"\"{name}\" must be above 0.");

    public static string Text(this JsonElement input, string name, string? fallback = null) =>
        fallback is not null && !input.Has(name) ? fallback : Required(input, name, JsonValueKind.String, "text").GetString()!;

    /// <summary>An array of words.</summary>
    public static string[] Words(this JsonElement input, string name) =>
    [
        .. Required(input, name, JsonValueKind.Array, "an array of words").EnumerateArray()
            .Select((word, index) => word.ValueKind == JsonValueKind.String ? word.GetString()! : throw Bad($"\"{name}[{index}]\" must be text.")),
    ];

    public static bool Flag(this JsonElement input, string name, bool fallback) =>
        !input.Has(name) ? fallback
        : input.GetProperty(name).ValueKind is var kind && kind is JsonValueKind.True or JsonValueKind.False ? input.GetProperty(name).GetBoolean()
        : throw Bad($"\"{name}\" must be true or false.");

    /// <summary>A member of an enum by its name, in any case of letters.</summary>
    public static T Choice<T>(this JsonElement input, string name, T? fallback = null)
        where T : struct, Enum =>
        fallback is { } given && !input.Has(name) ? given
        : Enum.TryParse<T>(input.Text(name), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : throw Bad($"\"{name}\" must be one of: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");

    /// <summary>What a calculation answers for a series: null where it is undefined.</summary>
    public static JsonArray Series(IEnumerable<double> values) => [.. values.Select(Node)];

    /// <summary>A number, or null where it is not one.</summary>
    public static JsonNode? Node(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    public static CommandFailedException Bad(string message) => new(message, ExitCode.BadUsage);

    private static JsonElement Required(JsonElement input, string name, JsonValueKind kind, string what) =>
        !input.Has(name) ? throw Bad($"\"{name}\" is missing: {what}.")
        : input.GetProperty(name) is var value && value.ValueKind == kind ? value
        : throw Bad($"\"{name}\" must be {what}.");

    private static double[] NumbersOf(JsonElement array, string name)
    {
        var numbers = new double[array.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (array[i].ValueKind != JsonValueKind.Number || !double.IsFinite(numbers[i] = array[i].GetDouble()))
            {
                throw Bad(string.Create(CultureInfo.InvariantCulture, $"\"{name}[{i}]\" is no finite number: {array[i].GetRawText()}."));
            }
        }

        return numbers;
    }
}
