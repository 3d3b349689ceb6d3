using System.Collections.Immutable;
using System.Globalization;

namespace Etrms.Domain.Backtesting.Strategies;

public enum ParameterKind
{
    /// <summary>A whole number.</summary>
    Integer,
    Number,

    /// <summary>One of the words in <see cref="StrategyParameter.Choices"/>.</summary>
    Choice,
}

/// <summary>What a number counts.</summary>
public enum ParameterUnit
{
    None,
    Candles,

    /// <summary>0.05 is 5 %.</summary>
    Fraction,
}

/// <summary>One setting of a strategy: what it may be and what it means.</summary>
public sealed record StrategyParameter
{
    /// <summary>Key in requests, in snake_case.</summary>
    public required string Name { get; init; }

    public required ParameterKind Kind { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Meaning { get; init; }

    public ParameterUnit Unit { get; init; }

    /// <summary>Taken when a request says nothing; null leaves the feature off.</summary>
    public ParameterValue? Default { get; init; }

    /// <summary>Smallest number allowed; null for a choice.</summary>
    public decimal? Min { get; init; }

    /// <summary>Largest number allowed; null for a choice.</summary>
    public decimal? Max { get; init; }

    /// <summary>A sensible distance of neighbours in a grid; values in between are allowed.</summary>
    public decimal? Step { get; init; }

    /// <summary>Words allowed; empty for numbers.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>True when it may be left out although it has no default.</summary>
    public bool IsOptional => Default is null;

    public static StrategyParameter Candles(string name, int @default, (int Min, int Max) range, string meaning) => new()
    {
        Name = name,
        Kind = ParameterKind.Integer,
        Unit = ParameterUnit.Candles,
        Meaning = meaning,
        Default = @default,
        Min = range.Min,
        Max = range.Max,
        Step = 1,
    };

    /// <param name="name">Key in requests.</param>
    /// <param name="default">Null leaves the feature off.</param>
    /// <param name="range">Smallest and largest, both allowed, and the usual step of a grid.</param>
    /// <param name="meaning">One sentence.</param>
    public static StrategyParameter Number(string name, decimal? @default, (decimal Min, decimal Max, decimal Step) range, string meaning) => new()
    {
        Name = name,
        Kind = ParameterKind.Number,
        Meaning = meaning,
        Default = @default is { } value ? value : null,
        Min = range.Min,
        Max = range.Max,
        Step = range.Step,
    };

    /// <summary>A share such as 0.02 for 2 %.</summary>
    public static StrategyParameter Fraction(string name, decimal? @default, (decimal Min, decimal Max, decimal Step) range, string meaning) =>
        Number(name, @default, range, meaning) with { Unit = ParameterUnit.Fraction };

    /// <summary>The first of the words is the default.</summary>
    public static StrategyParameter Choice(string name, ImmutableArray<string> choices, string meaning) => new()
    {
        Name = name,
        Kind = ParameterKind.Choice,
        Meaning = meaning,
        Default = choices[0],
        Choices = choices,
    };

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public string? FaultOf(ParameterValue value)
    {
        if (Kind == ParameterKind.Choice)
        {
            return Choices.Contains(value.ToString(), StringComparer.OrdinalIgnoreCase) ? null : $"Must be one of {string.Join(", ", Choices)}; it is \"{value}\".";
        }

        if (value.Number is not { } number)
        {
            return $"Must be a number; it is \"{value}\".";
        }

        if (Kind == ParameterKind.Integer && number != decimal.Truncate(number))
        {
            return $"Must be a whole number; it is {value}.";
        }

        return number < Min || number > Max ? $"Must lie between {Text(Min)} and {Text(Max)}{Hint}; it is {value}." : null;
    }

    private string Hint => Unit == ParameterUnit.Fraction ? " (a fraction: write 5 % as 0.05)" : "";

    private static string Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
