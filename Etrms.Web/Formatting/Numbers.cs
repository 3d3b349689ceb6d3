using System.Globalization;

namespace Etrms.Web.Formatting;

/// <summary>
/// Numbers as the trader reads them: grouped, a true minus sign, as many decimals as the contract's tick has, with the separators of the
/// request's UI culture.
/// </summary>
public static class Numbers
{
    public const string Unknown = "—";

    private const char TrueMinus = '\u2212';
    private const int MoneyDecimals = 2;

    public static string Money(decimal? value) => Plain(value, MoneyDecimals);

    public static string SignedMoney(decimal? value) => Signed(value, MoneyDecimals, "");

    public static string Percent(decimal? fraction, int decimals = 2) => fraction is null ? Unknown : Plain(fraction * 100m, decimals) + "%";

    public static string SignedPercent(decimal? fraction, int decimals = 2) => Signed(fraction * 100m, decimals, "%");

    /// <param name="tick">Smallest increment; 0 when unknown, which shows the value as it is.</param>
    public static string Stepped(decimal? value, decimal tick) => value is null ? Unknown : Plain(value, Decimals(value.Value, tick));

    /// <summary>A price whose tick is not known, to six significant digits; no digit before the point is lost.</summary>
    public static string Significant(decimal? value) => value is not { } number || number == 0 ? Plain(value, 0)
        : Plain(number, Math.Clamp(5 - (int)Math.Floor(Math.Log10((double)Math.Abs(number))), 0, 10));

    /// <summary>For tiles and axes: 1.2M, 34.5k.</summary>
    public static string Compact(decimal value) => Math.Abs(value) switch
    {
        >= 1_000_000m => Plain(value / 1_000_000m, 2) + "M",
        >= 10_000m => Plain(value / 1_000m, 1) + "k",
        _ => Plain(value, 0),
    };

    public static string Plain(decimal? value, int decimals)
    {
        if (value is not { } number)
        {
            return Unknown;
        }

        var rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        var text = Math.Abs(rounded).ToString("N" + decimals, CultureInfo.CurrentUICulture);
        return rounded < 0 ? TrueMinus + text : text;
    }

    /// <summary>A statistic for showing; null when it is undefined or beyond what can be written.</summary>
    public static decimal? From(double? value) =>
        value is { } number && double.IsFinite(number) && Math.Abs(number) < (double)decimal.MaxValue ? (decimal)number : null;

    /// <summary>The number as a form field and the clipboard take it.</summary>
    public static string Raw(decimal? value) => value is null ? "" : (value.Value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    public static int DecimalsOf(decimal tick) => tick <= 0 ? 0 : (tick / 1.0000000000000000000000000000m).Scale;

    private static int Decimals(decimal value, decimal tick) => tick > 0 ? DecimalsOf(tick) : (value / 1.0000000000000000000000000000m).Scale;

    private static string Signed(decimal? value, int decimals, string suffix)
    {
        if (value is not { } number)
        {
            return Unknown;
        }

        var rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        return (rounded > 0 ? "+" : "") + Plain(rounded, decimals) + suffix;
    }
}
