using Etrms.Domain.Risk.Configuration;

namespace Etrms.Contracts.Mapping;

/// <summary>Risk settings as others see them.</summary>
public static class ConfigurationMapping
{
    public static SettingSectionsView Sections { get; } = new([.. SettingCatalog.Sections.Select(ToView)]);

    public static SettingDifferenceView ToView(this SettingDifference difference) => new(
        difference.Setting.Key, difference.Setting.Title, difference.Setting.Unit, difference.Before, difference.After, difference.Change);

    private static SettingSectionView ToView(SettingSection section) =>
        new(section.Key, section.Title, section.Summary, [.. section.Settings.Select(ToView)]);

    private static SettingView ToView(RiskSetting setting) =>
        new(setting.Key, setting.Title, setting.Help, setting.Unit, setting.Tightness, setting.Range, setting.Default);
}
