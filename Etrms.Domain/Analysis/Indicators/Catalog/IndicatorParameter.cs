using System.Collections.Immutable;
using System.Globalization;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

/// <summary>A parameter: a number within bounds, or one of some words.</summary>
/// <param name="Choices">The words, in the order of their values; empty for a number.</param>
public sealed record IndicatorParameter(string Name, string Meaning, double Default, double Least, double Most, bool IsWhole, ImmutableArray<string> Choices)
{
    /// <summary>Longer windows are a mistake rather than a wish, and would cost memory before they could be refused.</summary>
    private const int LongestWindow = 100_000;

    /// <summary>Of a deviation.</summary>
    public static IndicatorParameter LostDegrees { get; } = new("ddof", "taken off n before the variance is divided by it", 0, 0, 1, IsWhole: true, []);

    public string DefaultText => Choices.IsEmpty ? Default.ToString(CultureInfo.InvariantCulture) : Choices[(int)Default];

    public static IndicatorParameter Period(int fallback, string name = "period", string meaning = "bars of the window", int least = 1) =>
        new(name, meaning, fallback, least, LongestWindow, IsWhole: true, []);

    public static IndicatorParameter Number(string name, string meaning, double fallback, double least = 0, double most = 1e6) =>
        new(name, meaning, fallback, least, most, IsWhole: false, []);

    /// <summary>The members of an enumeration in lower case, the first by default.</summary>
    public static IndicatorParameter Choice<TChoice>(string name, string meaning)
        where TChoice : struct, Enum =>
        new(name, meaning, 0, 0, 0, IsWhole: true, [.. Enum.GetNames<TChoice>().Select(word => word.ToLowerInvariant())]);

    /// <summary>A value from a number or a word; a fault when it is neither or out of bounds.</summary>
    public (double Value, string? Fault) Read(object given) => given switch
    {
        string word when !Choices.IsEmpty => Choices.IndexOf(word.ToLowerInvariant()) is >= 0 and var place
            ? (place, null)
            : (0, $"\"{Name}\" must be one of {string.Join(", ", Choices)}"),
        double number when Choices.IsEmpty && number >= Least && number <= Most && (!IsWhole || number.Equals(Math.Truncate(number))) => (number, null),
        _ when !Choices.IsEmpty => (0, $"\"{Name}\" must be one of {string.Join(", ", Choices)}"),
        _ => (0, string.Create(CultureInfo.InvariantCulture, $"\"{Name}\" must be a {(IsWhole ? "whole " : "")}number from {Least} to {Most}")),
    };
}

/// <summary>The values of an indicator's parameters, all within their bounds.</summary>
public sealed class IndicatorSettings
{
    private readonly IReadOnlyDictionary<string, double> _values;

    internal IndicatorSettings(IReadOnlyDictionary<string, double> values) => _values = values;

    /// <summary>The parameter that most have.</summary>
    public int Period => Whole("period");

    public double this[string name] => _values[name];

    public int Whole(string name) => (int)_values[name];

    internal TChoice Chosen<TChoice>(string name)
        where TChoice : struct, Enum =>
        Enum.GetValues<TChoice>()[Whole(name)];
}
