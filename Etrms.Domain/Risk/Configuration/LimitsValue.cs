using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Configuration;

/// <summary>The largest position by what it applies to. A name that is missing has no limit, so leaving one out is looser.</summary>
internal sealed class LimitsValue() : SettingValue(SettingUnit.Limits)
{
    private const decimal Most = 1_000_000_000_000m;
    private const int MostEntries = 200;
    private const int LongestName = 100;

    public override string Range => "entries such as \"* = 100000, BTCUSDT = 50000\", each above 0";

    public override string TextOf(RiskSettings settings) =>
        string.Join(", ", settings.MaxNotional.OrderBy(limit => limit.Key, StringComparer.Ordinal).Select(limit => $"{limit.Key} = {Words.Plain(limit.Value)}"));

    public override SettingReading Read(RiskSettings settings, string text)
    {
        var limits = settings.MaxNotional.Clear();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 and <= LongestName } name, var amount]
                || !TryNumber(amount, out var most) || most is <= 0 or > Most)
            {
                return Refuse($"\"{entry}\" is no limit; write {Range}.");
            }

            limits = limits.SetItem(Spelled(name), most);
        }

        return limits.Count <= MostEntries ? new SettingReading(settings with { MaxNotional = limits }, null) : Refuse($"At most {MostEntries} limits.");
    }

    public override RiskSettings Copy(RiskSettings from, RiskSettings into) => into with { MaxNotional = from.MaxNotional };

    public override bool IsWithin(RiskSettings settings, RiskSettings bound, Tightness tightness) =>
        bound.MaxNotional.All(limit => settings.MaxNotional.TryGetValue(limit.Key, out var most) && most <= limit.Value);

    /// <summary>Every limit of both, the smaller where both have one.</summary>
    public override RiskSettings Tighten(RiskSettings effective, RiskSettings configured, Tightness tightness) => effective with
    {
        MaxNotional = configured.MaxNotional.Aggregate(effective.MaxNotional, (limits, limit) =>
            limits.SetItem(limit.Key, Math.Min(limit.Value, limits.GetValueOrDefault(limit.Key, limit.Value)))),
    };

    /// <summary>Ids are written small and symbols as the rest of the system writes them.</summary>
    private static string Spelled(string name) => string.Join(
        '/', name.Split('/', StringSplitOptions.TrimEntries).Select(part => Guid.TryParse(part, out var id) ? id.ToString() : SymbolSpelling.Of(part)));
}
