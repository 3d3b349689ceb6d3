using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;

namespace Etrms.Web.Formatting;

/// <summary>Values of risk settings as a person reads and types them; they travel as invariant text, shares as fractions.</summary>
public static class SettingWords
{
    private const decimal Percent = 100m;

    /// <summary>A value with its unit, such as "5 s" or "2 %".</summary>
    public static string Shown(string value, SettingUnit unit) => value.Length == 0 ? "none" : unit switch
    {
        SettingUnit.Seconds => $"{value} s",
        SettingUnit.Fraction => $"{Typed(value, unit)} %",
        SettingUnit.Factor => $"{value} ×",
        SettingUnit.Quote => $"{value} USDT",
        SettingUnit.Fractions => string.Join(", ", value.Split(", ").Select(share => $"{Typed(share, SettingUnit.Fraction)} %")),
        SettingUnit.Text or SettingUnit.Count or SettingUnit.Limits => value,
    };

    /// <summary>The unit beside a field.</summary>
    public static string NameOf(SettingUnit unit) => unit switch
    {
        SettingUnit.Seconds => "seconds",
        SettingUnit.Fraction => "percent",
        SettingUnit.Factor => "times",
        SettingUnit.Quote => "USDT",
        SettingUnit.Fractions => "fractions, 0.003 is 0.3 %",
        SettingUnit.Limits => "USDT",
        SettingUnit.Text or SettingUnit.Count => "",
    };

    /// <summary>The value as its field holds it.</summary>
    public static string Typed(string value, SettingUnit unit) =>
        unit == SettingUnit.Fraction && Number(value) is { } share ? Invariant(share * Percent) : value;

    /// <summary>What a field holds as it travels; what cannot be read travels as it is, so that the Api says why.</summary>
    public static string Sent(string typed, SettingUnit unit) =>
        unit == SettingUnit.Fraction && Number(typed) is { } percent ? Invariant(percent / Percent) : typed;

    public static (string Text, Tone Tone) Of(BreakerChange change) => change switch
    {
        BreakerChange.None => ("No matter", Tone.Neutral),
        BreakerChange.Tighter => ("Tighter", Tone.Good),
        BreakerChange.Looser => ("Looser", Tone.Warning),
    };

    public static (string Text, Tone Tone) Of(BreakerImport outcome) => outcome switch
    {
        BreakerImport.Created => ("Created", Tone.Info),
        BreakerImport.Changed => ("Changed", Tone.Info),
        BreakerImport.Deleted => ("Deleted", Tone.Warning),
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Invariant(decimal number) => number.ToString("0.##########", CultureInfo.InvariantCulture);
}
