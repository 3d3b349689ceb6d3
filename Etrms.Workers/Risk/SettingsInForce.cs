using Etrms.Domain.Risk;

namespace Etrms.Workers.Risk;

/// <summary>What the engine works with now, for those who carry out what it decides. The loop writes it, everyone else reads.</summary>
internal sealed class SettingsInForce
{
    private RiskSettings _current = RiskSettings.Default;

    public RiskSettings Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
