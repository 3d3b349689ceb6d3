using System.Text.Json;
using System.Text.Json.Nodes;

namespace Etrms.Cli.Calculations;

/// <summary>A calculation that needs no class of its own.</summary>
internal sealed record StatedCalculation(
    string Name, string Family, string Summary, IReadOnlyList<CalculationParameter> Parameters, Func<JsonElement, JsonNode> Compute) : ICalculation
{
    public JsonNode Run(JsonElement input) => Compute(input);
}
