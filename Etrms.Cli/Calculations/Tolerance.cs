using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Etrms.Cli.Calculations;

/// <summary>How far a value may lie from what is expected: the larger of a share of it and an amount.</summary>
internal readonly partial record struct Tolerance(double Relative, double Absolute = 0)
{
    /// <summary>Members "rel" and "abs" of an object, as far as it has them.</summary>
    public static Tolerance Of(JsonElement stated, double absolute = 0) =>
        new(stated.Has("rel") ? stated.Number("rel") : 0, stated.Has("abs") ? stated.Number("abs") : absolute);

    /// <summary>A member that is an amount, or text such as "rel 1e-3"; the fallback where it says something else.</summary>
    public static Tolerance Stated(JsonElement tolerances, string name, Tolerance fallback)
    {
        if (!tolerances.Has(name))
        {
            return fallback;
        }

        var stated = tolerances.GetProperty(name);
        if (stated.ValueKind != JsonValueKind.String)
        {
            return new Tolerance(0, stated.GetDouble());
        }

        var found = Words().Match(stated.GetString()!);
        return found.Groups["share"].Success ? new Tolerance(Number(found.Groups["share"]))
            : found.Groups["amount"].Success ? new Tolerance(0, Number(found.Groups["amount"]))
            : fallback;
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(rel(ative)? (?<share>[\d.e-]+)|abs (?<amount>[\d.e-]+))", RegexOptions.ExplicitCapture)]
    private static partial Regex Words();

    public bool Accepts(double expected, double actual) =>
        actual.Equals(expected) || Math.Abs(actual - expected) <= Math.Max(Absolute, Relative * Math.Abs(expected));
}
