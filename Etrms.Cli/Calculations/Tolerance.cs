using System.Text.Json;

namespace Etrms.Cli.Calculations;

/// <summary>How far a value may lie from what is expected: the larger of a share of it and an amount.</summary>
internal readonly record struct Tolerance(double Relative, double Absolute = 0)
{
    /// <summary>Members "rel" and "abs" of an object, as far as it has them.</summary>
    public static Tolerance Of(JsonElement stated, double absolute = 0) =>
        new(stated.Has("rel") ? stated.Number("rel") : 0, stated.Has("abs") ? stated.Number("abs") : absolute);

    public bool Accepts(double expected, double actual) =>
        actual.Equals(expected) || Math.Abs(actual - expected) <= Math.Max(Absolute, Relative * Math.Abs(expected));
}
