using System.Text.Json;

namespace Etrms.Contracts;

/// <summary>Names of the live channels; a socket of each stands at /api/v1/ws/{channel}.</summary>
public static class LiveChannels
{
    public const string Positions = "positions";
    public const string Accounts = "accounts";
    public const string RiskMetrics = "risk-metrics";
    public const string RiskMeasures = "risk-measures";
    public const string Alerts = "alerts";

    /// <summary>Data is a <see cref="BacktestsLiveView"/>.</summary>
    public const string Backtests = "backtests";

    /// <summary>Data is a <see cref="JobsLiveView"/>.</summary>
    public const string Jobs = "jobs";

    /// <summary>Data is a <see cref="MarketAnalysisView"/>.</summary>
    public const string Market = "market";

    public static readonly IReadOnlyList<string> All = [Positions, Accounts, RiskMetrics, RiskMeasures, Alerts, Backtests, Jobs, Market];
}

/// <summary>The one envelope on every socket and on the bus.</summary>
/// <param name="Channel">One of <see cref="LiveChannels"/>.</param>
/// <param name="Type">"snapshot" or a change such as "positions_changed", "circuit_breaker_triggered".</param>
/// <param name="Seq">Counts up by one within a channel; a gap means: fetch the snapshot by REST.</param>
/// <param name="Ts">Our wall clock at sending.</param>
/// <param name="AsOf">Wall time of the newest input inside; ages are counted from it.</param>
/// <param name="Data">The channel's payload: <see cref="PositionsView"/>, <see cref="AccountsView"/>, <see cref="RiskMetricsView"/>,
/// <see cref="RiskMeasuresView"/> or an <see cref="AlertView"/>.</param>
public sealed record LiveMessage(string Channel, string Type, long Seq, DateTimeOffset Ts, DateTimeOffset AsOf, JsonElement Data)
{
    /// <summary>Type of a message that holds the whole state of its channel.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Type of a message on the alerts channel whose data is an <see cref="AlertsAcknowledgedView"/>.</summary>
    public const string AlertsAcknowledged = "alerts_acknowledged";
}
