namespace Etrms.Domain.Risk;

/// <summary>Everything a restarted engine needs to go on as if it had not stopped; plain records for JSON.</summary>
public sealed record RiskEngineState
{
    /// <summary>Sequence number of the newest input inside.</summary>
    public long Seq { get; init; }
}
