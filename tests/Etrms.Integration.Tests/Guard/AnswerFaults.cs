namespace Etrms.Integration.Tests.Guard;

/// <summary>What the venue does to the answers of one row of the crash matrix.</summary>
/// <param name="Slices">Orders that the closing takes; all but the last are filled in part.</param>
/// <param name="Rules">Scripted faults of the requests that cancel and send.</param>
internal sealed record AnswerFaults(int Slices, params object[] Rules)
{
    public static readonly AnswerFaults None = new(Slices: 2);

    /// <summary>Carried out, never answered.</summary>
    public static readonly AnswerFaults Lost = new(
        Slices: 2, Rule("timeout_after", "POST", 300), Rule("timeout_after", "DELETE", 300));

    /// <summary>Carried out a while after they were sent, also when the sender is dead by then.</summary>
    public static readonly AnswerFaults Late = new(Slices: 2, Rule("delay", "POST", 700), Rule("delay", "DELETE", 300));

    /// <summary>Every closing order but the last market order finds only a part of what it wants.</summary>
    public static readonly AnswerFaults Partial = new(Slices: 4);

    /// <summary>Strikes ordinary and conditional orders, as often as they come.</summary>
    private static object Rule(string kind, string method, int milliseconds) =>
        new { Kind = kind, Method = method, Path = "/fapi/v1/*rder", Count = (int?)null, DelayMs = milliseconds, HoldMs = milliseconds };
}
