using System.Text.Json;
using System.Text.Json.Nodes;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Levels;
using Etrms.Domain.Assistant.Setups.ChartPatterns;

namespace Etrms.Cli.Calculations.Setups;

/// <summary>Chart patterns, support and resistance.</summary>
internal static class SetupFamily
{
    private const string Family = "setups";

    public static CalculationFamily Create() => new(
        [
            new StatedCalculation(
                "FIVE_POINTS", Family, "Shapes of Lo, Mamaysky and Wang that five alternating extrema make: shapes",
                [new("extrema", "five prices"), new("time", "of each, in bars"), new("first", "max or min")],
                input => new JsonObject { ["shapes"] = new JsonArray([.. Shapes(input).Select(shape => (JsonNode)JsonValue.Create(shape))]) }),
            new StatedCalculation(
                "CHART_PATTERNS", Family, "Patterns in the order in which a close completed them: patterns, each with kind, direction, start, end, height, boundary",
                [new("close", "numbers")],
                input => new JsonObject { ["patterns"] = new JsonArray([.. Patterns(input.Numbers("close")).Select(Pattern)]) }),
            new StatedCalculation(
                "LEVELS", Family, "Support and resistance as known at the last bar, nearest first: support, resistance",
                [
                    new("high", "numbers"), new("low", "numbers"), new("close", "numbers"), new("percent", "by which a price comes back from a turning point", "5"),
                    new("width", "of a level, as a fraction of the price", "0.01"), new("least", "turning points of a level", "2"),
                ],
                Levels),
        ],
        [new FivePointVectors(), new ChartPatternVectors()]);

    /// <summary>Names of shapes in capitals.</summary>
    public static string[] Shapes(JsonElement input)
    {
        var (prices, times) = (input.Numbers("extrema"), input.Numbers("time"));
        var isTop = input.Text("first") switch
        {
            "max" => true,
            "min" => false,
            _ => throw CalculationInput.Bad("\"first\" must be max or min."),
        };
        return prices.Length != FivePointRules.Points || times.Length != prices.Length
            ? throw CalculationInput.Bad("\"extrema\" and \"time\" must have five numbers each.")
            : [.. FivePointRules.ShapesOf([.. prices.Select((price, place) => new Extremum(price, times[place], isTop == (place % 2 == 0)))])
                .Select(shape => shape.ToString().ToUpperInvariant())];
    }

    /// <summary>Every pattern of a series, each as it was told.</summary>
    public static List<ChartPattern> Patterns(double[] closes)
    {
        var scan = new ChartPatternScan(new ChartPatternRules());
        return [.. closes.Select(scan.Next).OfType<ChartPattern>()];
    }

    private static JsonNode Pattern(ChartPattern pattern) => new JsonObject
    {
        ["kind"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(pattern.Kind.ToString()),
        ["direction"] = pattern.Direction,
        ["start"] = pattern.Start,
        ["end"] = pattern.End,
        ["height"] = pattern.Height,
        ["boundary"] = pattern.Boundary,
    };

    private static JsonObject Levels(JsonElement input)
    {
        var bars = BarArrays.Of(input, BarColumns.RangeAndClose);
        var (percent, width) = (input.Number("percent", 5), input.Number("width", 0.01));
        if (percent <= 0 || width < 0)
        {
            throw CalculationInput.Bad("\"percent\" must be above 0 and \"width\" not below.");
        }

        var levels = PriceLevels.Of(bars.Spans, percent, width, input.Whole("least", 2));
        return new JsonObject
        {
            ["support"] = new JsonArray([.. levels.Support.Select(Level)]),
            ["resistance"] = new JsonArray([.. levels.Resistance.Select(Level)]),
        };
    }

    private static JsonNode Level(PriceLevel level) =>
        new JsonObject { ["price"] = level.Price, ["tops"] = level.Tops, ["bottoms"] = level.Bottoms, ["last_touch"] = level.LastTouch };
}
