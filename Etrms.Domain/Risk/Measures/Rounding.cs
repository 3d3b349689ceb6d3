namespace Etrms.Domain.Risk.Measures;

/// <summary>The way back from statistics to money: what is not a finite number of a sane size is no figure.</summary>
internal static class Rounding
{
    private const double Largest = 1e18;

    /// <summary>Eight places.</summary>
    public static decimal? Money(double value) => Math.Abs(value) < Largest ? decimal.Round((decimal)value, 8) : null;
}
