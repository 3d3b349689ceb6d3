namespace Etrms.Domain.Analysis.Indicators;

/// <summary>NaN stands for undefined inside; outside, null does.</summary>
internal static class Undefined
{
    public static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
