namespace Etrms.Domain.Risk;

/// <summary>How much the account may still do; the effective posture is the maximum over all claims that cover it (RISK 4.5).</summary>
public enum Posture
{
    Normal = 0,

    /// <summary>Orders that increase exposure are refused.</summary>
    NoNewRisk = 1,

    /// <summary>A reduction is under way; only reducing orders pass.</summary>
    Reduce = 2,

    /// <summary>Everything in scope is being closed.</summary>
    Flatten = 3,

    /// <summary>No orders but verified exits.</summary>
    Halt = 4,
}
