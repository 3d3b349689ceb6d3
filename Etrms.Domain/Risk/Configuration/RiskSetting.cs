using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Configuration;

/// <summary>Which way a setting protects more.</summary>
public enum Tightness
{
    /// <summary>A smaller value protects more.</summary>
    Lower,

    /// <summary>A larger value protects more.</summary>
    Higher,

    /// <summary>It cannot be said: every change counts as looser.</summary>
    Unclear,

    /// <summary>Protects nothing: it changes what is recorded.</summary>
    None,
}

public enum SettingUnit
{
    /// <summary>Text that the setting checks.</summary>
    Text,

    Seconds,

    /// <summary>A share, 0.05 for 5 %.</summary>
    Fraction,

    Count,

    /// <summary>Times something else.</summary>
    Factor,

    /// <summary>Money in quote units.</summary>
    Quote,

    /// <summary>Shares in order, separated by commas.</summary>
    Fractions,

    /// <summary>Names with money in quote units, as "name = 1000", separated by commas.</summary>
    Limits,
}

/// <summary>What came of reading a text as a setting: the settings with it, or why not.</summary>
public readonly record struct SettingReading(RiskSettings? Settings, string? Reason);

/// <summary>One value of <see cref="RiskSettings"/>, as files, forms and comparisons need it. Values travel as invariant text.</summary>
/// <param name="Name">Name within its section, in the spelling of the JSON.</param>
/// <param name="Help">What it does and what a change of it costs, for a person.</param>
public sealed record RiskSetting(string Section, string Name, string Title, string Help, Tightness Tightness)
{
    /// <summary>"section.name": how faults and differences name it.</summary>
    public string Key { get; } = $"{Section}.{Name}";

    public SettingUnit Unit => Value.Unit;

    /// <summary>What is allowed, in words.</summary>
    public string Range => Value.Range;

    /// <summary>The value of the defaults.</summary>
    public string Default => TextOf(RiskSettings.Default);

    public required SettingValue Value { get; init; }

    public string TextOf(RiskSettings settings) => Value.TextOf(settings);

    /// <summary>The settings with another value, or why that value cannot be.</summary>
    public SettingReading Read(RiskSettings settings, string text) => Value.Read(settings, text.Trim());

    /// <summary>Whether the second protects less than the first.</summary>
    public BreakerChange Compare(RiskSettings before, RiskSettings after) =>
        TextOf(before) == TextOf(after) || Tightness == Tightness.None ? BreakerChange.None
        : Tightness == Tightness.Unclear || !Value.IsWithin(after, before, Tightness) ? BreakerChange.Looser
        : BreakerChange.Tighter;

    /// <summary>The effective settings with as much of the configured value as protects no less.</summary>
    internal RiskSettings Tighten(RiskSettings effective, RiskSettings configured) => Tightness switch
    {
        Tightness.Unclear => effective,
        Tightness.None => Value.Copy(configured, effective),
        Tightness.Lower or Tightness.Higher => Value.Tighten(effective, configured, Tightness),
    };

    /// <summary>The second settings with the value of the first.</summary>
    internal RiskSettings Copy(RiskSettings from, RiskSettings into) => Value.Copy(from, into);
}
