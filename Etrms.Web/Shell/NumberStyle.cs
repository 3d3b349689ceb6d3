using System.Globalization;

namespace Etrms.Web.Shell;

/// <summary>
/// How numbers are grouped and where the decimals begin. It travels as the request's UI culture, which nothing but the writing of numbers
/// reads: what forms send stays invariant.
/// </summary>
public sealed record NumberStyle(string Name, string Group, string Decimal)
{
    private const string NarrowSpace = "\u202f";

    /// <summary>The first is the default.</summary>
    public static readonly IReadOnlyList<NumberStyle> All =
    [
        new("comma-point", ",", "."), new("point-comma", ".", ","), new("space-comma", NarrowSpace, ","), new("apostrophe-point", "’", "."),
    ];

    public CultureInfo Culture { get; } = CultureOf(Group, Decimal);

    public string Example => $"1{Group}234{Decimal}56";

    public static NumberStyle? Find(string? name) => All.FirstOrDefault(style => style.Name == name);

    private static CultureInfo CultureOf(string group, string decimalSeparator)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberGroupSeparator = group;
        culture.NumberFormat.NumberDecimalSeparator = decimalSeparator;
        return CultureInfo.ReadOnly(culture);
    }
}
