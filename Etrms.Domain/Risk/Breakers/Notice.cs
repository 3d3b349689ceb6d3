using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>How a trip is told.</summary>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Channels">Ids of the channels that it takes; empty takes those that its severity takes.</param>
internal readonly record struct Notice(AlertSeverity Severity, ImmutableArray<Guid> Channels)
{
    /// <summary>What closes or reduces is critical; else the most urgent NOTIFY says how urgent it is, and without a word it is a warning.</summary>
    public static Notice Of(List<BreakerAction> actions)
    {
        var severity = actions.Exists(BreakerWatch.Reduces) ? AlertSeverity.Critical : actions.Max(action => action.Severity) ?? AlertSeverity.Warning;
        return new Notice(severity, [.. actions.SelectMany(action => action.Channels).Distinct()]);
    }
}
