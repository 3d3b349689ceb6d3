using System.Text.Json;
using System.Text.Json.Nodes;

namespace Etrms.Cli.Calculations;

/// <summary>Something that can be computed from given arrays: a name, what it takes, and what comes out.</summary>
internal interface ICalculation
{
    /// <summary>How it is called for, in any case of letters.</summary>
    string Name { get; }

    /// <summary>Where it stands in the list, such as "indicators".</summary>
    string Family { get; }

    /// <summary>What it is, in a sentence without a full stop.</summary>
    string Summary { get; }

    /// <summary>Every member that its input may have; others are refused.</summary>
    IReadOnlyList<CalculationParameter> Parameters { get; }

    /// <summary>Reads its input with <see cref="CalculationInput"/> and answers with null where something is undefined.</summary>
    JsonNode Run(JsonElement input);
}

/// <summary>A member of a calculation's input.</summary>
/// <param name="Default">What holds when it is left out; null when it must be given.</param>
internal sealed record CalculationParameter(string Name, string Meaning, string? Default = null);
