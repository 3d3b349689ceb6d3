using System.Globalization;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>What a parameter is set to: a number or a word.</summary>
public readonly record struct ParameterValue
{
    private ParameterValue(decimal? number, string? word) => (Number, Word) = (number, word);

    /// <summary>Null when it is a word.</summary>
    public decimal? Number { get; }

    /// <summary>Null when it is a number.</summary>
    public string? Word { get; }

    public static implicit operator ParameterValue(decimal number) => new(number, null);

    public static implicit operator ParameterValue(int number) => new(number, null);

    public static implicit operator ParameterValue(string word) => new(null, word);

    /// <summary>A number where the text is one, as in requests that write numbers as text; else the word.</summary>
    public static ParameterValue Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;

    /// <summary>The shortest way to write it: 0.10 and 0.1 are the same.</summary>
    public override string ToString() => Word ?? Number?.ToString("G29", CultureInfo.InvariantCulture) ?? "";
}
