using System.Globalization;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>A breaker's settings read by the names of its condition; what is absent takes the condition's default.</summary>
internal readonly struct SettingValues(CircuitBreaker breaker, ConditionDescription description)
{
    public string Choice(string name) =>
        breaker.Settings.TryGetValue(name, out var value) ? value : description.Settings.Single(setting => setting.Name == name).Default;

    public decimal Number(string name) => decimal.Parse(Choice(name), NumberStyles.Float, CultureInfo.InvariantCulture);

    public bool Flag(string name) => Choice(name) == "true";
}
