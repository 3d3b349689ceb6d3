using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Domain.Analysis.Indicators.Catalog;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>An indicator of the catalogue over given columns.</summary>
internal sealed class IndicatorCalculation(IndicatorEntry entry) : ICalculation
{
    private const string Align = "align";
    private const string Drawn = "drawn";

    public string Name => entry.Name;

    public string Family => "indicators";

    public string Summary => $"{entry.Title}: {string.Join(", ", entry.Outputs.Select(output => output.Name))} ({entry.Source})";

    public IReadOnlyList<CalculationParameter> Parameters { get; } =
    [
        .. BarArrays.NamesOf(entry.Reads).Select(column => new CalculationParameter(column, "numbers, oldest first")),
        .. entry.Parameters.Select(parameter => new CalculationParameter(parameter.Name, Meaning(parameter), parameter.DefaultText)),
        .. entry.Outputs.Any(output => output.DrawnBefore is not null)
            ? new[] { new CalculationParameter(Align, $"\"known\": each value at the bar that made it known; \"{Drawn}\": where charts draw it", "known") }
            : [],
    ];

    public JsonNode Run(JsonElement input)
    {
        var bars = BarArrays.Of(input, entry.Reads);
        var given = input.EnumerateObject()
            .Where(member => entry.Parameters.Any(parameter => parameter.Name == member.Name))
            .ToDictionary(member => member.Name, member => Value(member.Value));
        var (settings, fault) = entry.Settle(given);
        if (fault is not null)
        {
            throw CalculationInput.Bad($"{fault}.");
        }

        var outputs = entry.Over(bars.Spans, settings!);
        var answer = new JsonObject();
        foreach (var (output, values) in entry.Outputs.Zip(outputs))
        {
            var early = input.Text(Align, "known") == Drawn ? output.DrawnBefore?.Invoke(settings!) ?? 0 : 0;
            answer[output.Name] = CalculationInput.Series(Shifted(values, early));
        }

        return answer;
    }

    /// <summary>A series so many bars earlier.</summary>
    internal static double[] Shifted(double[] values, int early) =>
        [.. values.Skip(early), .. Enumerable.Repeat(double.NaN, Math.Min(early, values.Length))];

    private static string Meaning(IndicatorParameter parameter) =>
        parameter.Choices.IsEmpty ? parameter.Meaning : $"{parameter.Meaning} ({string.Join(", ", parameter.Choices)})";

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
