using System.Collections.Immutable;
using System.Globalization;

namespace Etrms.Domain.Risk.Configuration;

/// <summary>How the lines of the catalog are made.</summary>
public static partial class SettingCatalog
{
    private const int MostSteps = 6;
    private const decimal MostSlippage = 0.1m;
    private const int LongestRepeat = 86_400;

    /// <summary>A time of which less protects more.</summary>
    private static RiskSetting Time(
        string section, string name, string title, string help, Func<RiskSettings, TimeSpan> get, Func<RiskSettings, TimeSpan, RiskSettings> set,
        decimal least, decimal most) =>
        new(section, name, title, help, Tightness.Lower) { Value = NumberValue.OfTime(get, set, least, most) };

    /// <summary>A count of which less protects more.</summary>
    private static RiskSetting Count(
        string section, string name, string title, string help, Func<RiskSettings, int> get, Func<RiskSettings, int, RiskSettings> set,
        decimal least, decimal most) =>
        Number(section, name, title, help, SettingUnit.Count, Tightness.Lower, settings => get(settings), (settings, count) => set(settings, (int)count), least, most);

    private static RiskSetting Number(
        string section, string name, string title, string help, SettingUnit unit, Tightness tightness,
        Func<RiskSettings, decimal> get, Func<RiskSettings, decimal, RiskSettings> set, decimal least, decimal most) =>
        new(section, name, title, help, tightness) { Value = new NumberValue(unit, get, set, least, most) };

    /// <summary>Names of Windows are known too, but a stored one must mean the same everywhere.</summary>
    private static bool IsZone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId;

    private static RiskSettings? ReadStart(RiskSettings settings, string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            ? settings with { TradingDayStart = start }
            : null;

    private static RiskSettings? ReadRepeats(RiskSettings settings, string text)
    {
        var ages = ImmutableArray.CreateBuilder<TimeSpan>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestRepeat
                || (ages.Count > 0 && seconds <= ages[^1].TotalSeconds))
            {
                return null;
            }

            ages.Add(TimeSpan.FromSeconds(seconds));
        }

        return ages.Count <= MostSteps ? settings with { RepeatAlertsAfter = ages.ToImmutable() } : null;
    }

    private static RiskSettings? ReadEscalation(RiskSettings settings, string text)
    {
        var steps = ImmutableArray.CreateBuilder<decimal>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var step)
                || step is <= 0 or > MostSlippage || (steps.Count > 0 && step <= steps[^1]))
            {
                return null;
            }

            steps.Add(step);
        }

        return steps.Count <= MostSteps ? settings with { Escalation = steps.ToImmutable() } : null;
    }
}
