using System.Text.Json;

namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Files of single values that TA-Lib's own tests publish: a function, its parameters, a bar and the value there.</summary>
internal sealed class TaLibSpotVectors : IVectorFamily
{
    private const double Exactness = 1e-9;

    /// <summary>The files keep 13 digits.</summary>
    private const double Rounding = 1e-11;

    private static readonly string[] Windows = ["first", "second", "third"];

    public string Name => "single values of TA-Lib";

    public bool Takes(VectorFile file) => file.Has("expected", "spots");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var bars = BarArrays.Of(file.Input);
        foreach (var spot in file.Expected.GetProperty("spots").EnumerateArray())
        {
            var function = spot.Text("function");
            var key = $"{function}.{spot.Text("output")}[{spot.Whole("barIndex")}]";
            if (TaLibVectors.BindingOf(function) is not { } binding || binding.OutputOf(spot.Text("output")) is not (>= 0 and var output))
            {
                findings.Missing(key, spot.GetProperty("value"));
                continue;
            }

            var value = binding.Over(bars.Spans, binding.Settle(Parameters(spot, binding)), output)[spot.Whole("barIndex")];
            findings.Value(key, spot.GetProperty("value"), value, new Tolerance(0, spot.Number("absTol")));
            findings.Value($"{key} in full", spot.GetProperty("fullPrecision"), value, new Tolerance(Exactness, Rounding));
        }
    }

    /// <summary>Its parameters; a list of periods goes to the windows in their order.</summary>
    private static JsonElement Parameters(JsonElement spot, IndicatorBinding binding)
    {
        var parameters = spot.GetProperty("parameters");
        return parameters.Has("n") && parameters.GetProperty("n").ValueKind == JsonValueKind.Array
            ? JsonSerializer.SerializeToElement(Windows.Zip(parameters.Numbers("n")).ToDictionary(each => each.First, each => each.Second))
            : binding.Entry == "STDDEV" ? WithoutUnit(parameters)
            : parameters;
    }

    /// <summary>TA-Lib can answer several deviations; one is the deviation itself.</summary>
    private static JsonElement WithoutUnit(JsonElement parameters) => JsonSerializer.SerializeToElement(
        parameters.EnumerateObject().Where(parameter => parameter.Name != "nbdev" || parameter.Value.GetDouble() != 1).ToDictionary(each => each.Name, each => each.Value));
}
