using System.Globalization;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Configuration;

/// <summary>How one kind of value is read, written and ordered.</summary>
public abstract class SettingValue
{
    private protected SettingValue(SettingUnit unit) => Unit = unit;

    public SettingUnit Unit { get; }

    public abstract string Range { get; }

    public abstract string TextOf(RiskSettings settings);

    public abstract SettingReading Read(RiskSettings settings, string text);

    public abstract RiskSettings Copy(RiskSettings from, RiskSettings into);

    /// <summary>True when the first protects no less than the second.</summary>
    public virtual bool IsWithin(RiskSettings settings, RiskSettings bound, Tightness tightness) => TextOf(settings) == TextOf(bound);

    /// <summary>The tighter of both values, put into the effective settings.</summary>
    public virtual RiskSettings Tighten(RiskSettings effective, RiskSettings configured, Tightness tightness) =>
        IsWithin(configured, effective, tightness) ? Copy(configured, effective) : effective;

    protected static SettingReading Refuse(string reason) => new(null, reason);

    protected static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}

/// <summary>One number within bounds.</summary>
internal sealed class NumberValue(
    SettingUnit unit, Func<RiskSettings, decimal> get, Func<RiskSettings, decimal, RiskSettings> set, decimal least, decimal most) : SettingValue(unit)
{
    public override string Range => Unit switch
    {
        SettingUnit.Fraction => $"{Words.Percent(least)} to {Words.Percent(most)}",
        SettingUnit.Seconds => $"{Words.Duration(Time(least))} to {Words.Duration(Time(most))}",
        SettingUnit.Count => $"{Words.Plain(least)} to {Words.Plain(most)}, whole",
        _ => $"{Words.Plain(least)} to {Words.Plain(most)}",
    };

    /// <summary>A time, written in seconds.</summary>
    public static NumberValue OfTime(Func<RiskSettings, TimeSpan> get, Func<RiskSettings, TimeSpan, RiskSettings> set, decimal least, decimal most) => new(
        SettingUnit.Seconds, settings => get(settings).Ticks / (decimal)TimeSpan.TicksPerSecond, (settings, seconds) => set(settings, Time(seconds)), least, most);

    public override string TextOf(RiskSettings settings) => Words.Plain(get(settings));

    public override SettingReading Read(RiskSettings settings, string text) =>
        !TryNumber(text, out var number) ? Refuse($"\"{text}\" is no number; write it like 2.5.")
        : number < least || number > most ? Refuse($"Must be {Range}.")
        : Unit == SettingUnit.Count && number % 1 != 0 ? Refuse("Must be a whole number.")
        : new SettingReading(set(settings, number), null);

    public override RiskSettings Copy(RiskSettings from, RiskSettings into) => set(into, get(from));

    public override bool IsWithin(RiskSettings settings, RiskSettings bound, Tightness tightness) =>
        tightness == Tightness.Lower ? get(settings) <= get(bound) : get(settings) >= get(bound);

    private static TimeSpan Time(decimal seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
}

/// <summary>Text that only its own reading understands.</summary>
/// <param name="read">The settings with the text, or null when it is not understood.</param>
internal sealed class TextValue(
    SettingUnit unit, string range, Func<RiskSettings, string> get, Func<RiskSettings, string, RiskSettings?> read) : SettingValue(unit)
{
    public override string Range => range;

    public override string TextOf(RiskSettings settings) => get(settings);

    public override SettingReading Read(RiskSettings settings, string text) =>
        read(settings, text) is { } with ? new SettingReading(with, null) : Refuse($"Must be {range}.");

    public override RiskSettings Copy(RiskSettings from, RiskSettings into) => read(into, get(from)) ?? into;
}
