using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

public enum AlertSeverity
{
    Info,
    Warning,
    Critical,
}

/// <summary>What the engine wants done. Decisions are carried out in the order given.</summary>
public abstract record RiskDecision
{
    private RiskDecision()
    {
    }

    /// <summary>An entry of the breaker history to store and announce.</summary>
    public sealed record Record(BreakerEvent Event) : RiskDecision;

    /// <summary>Bring |quantity| of a position down to Target and no further; never up.</summary>
    /// <param name="PlanId">Deterministic: the same trip gives the same plan (RISK 4.5).</param>
    /// <param name="Target">Largest allowed |quantity| in base units.</param>
    public sealed record ReduceTo(Guid PlanId, AccountId Account, InstrumentId Instrument, PositionSide Side, decimal Target)
        : RiskDecision
    {
        public CloseStyle Style { get; init; }

        /// <summary>How far from the best price it may fill, as a fraction; null knows no limit.</summary>
        public decimal? MaxSlippage { get; init; }
    }

    /// <summary>Cancel resting orders; Instrument null means every contract of the account.</summary>
    public sealed record CancelOrders(Guid PlanId, AccountId Account, InstrumentId? Instrument, CancelFilter Filter) : RiskDecision
    {
        /// <summary>This one order alone, whatever the filter; null cancels all that match it.</summary>
        public string? OrderId { get; init; }
    }

    /// <summary>Place, move or remove the stop-loss and take-profit of a position.</summary>
    public sealed record SetProtection(
        Guid PlanId, AccountId Account, InstrumentId Instrument, PositionSide Side, decimal? StopLoss, decimal? TakeProfit) : RiskDecision
    {
        /// <summary>Only a stop that is missing or farther off is replaced; targets are left alone.</summary>
        public bool TightenOnly { get; init; }
    }

    /// <summary>Read the account now: a closing stage waits for the venue's own word on it.</summary>
    public sealed record ConfirmAccount(AccountId Account) : RiskDecision;

    public sealed record RaiseAlert(Alert Alert) : RiskDecision;

    /// <summary>Protection was asked to be loosened, by whatever way, and that was put off: it goes to the audit trail.</summary>
    /// <param name="Action">Such as "breaker.loosening_queued".</param>
    /// <param name="Subject">Id of the breaker, or the version of the configuration.</param>
    public sealed record NoteAttempt(string Action, string Subject, string Text) : RiskDecision;

    /// <summary>The answer to an operator command.</summary>
    /// <param name="Refusal">Null when accepted, else why not and what to do.</param>
    public sealed record AnswerCommand(Guid CommandId, string? Refusal) : RiskDecision;
}

/// <summary>A message to the trader.</summary>
/// <param name="Key">De-duplicates: (breaker, trip, stage) or the like.</param>
public sealed record Alert(
    string Key, AlertSeverity Severity, string Title, string Text, Guid? BreakerId, DateTimeOffset At, DateTimeOffset ReceivedAt)
{
    /// <summary>Ids of the channels that it takes; empty takes those that its severity takes.</summary>
    public ImmutableArray<Guid> Channels { get; init; } = [];
}

public enum ActionOutcome
{
    /// <summary>Requests are on the wire.</summary>
    Sent,

    /// <summary>The venue's live state, read back, meets the target.</summary>
    TargetMet,

    /// <summary>What is left is below the venue's minimum order.</summary>
    Dust,

    /// <summary>An attempt failed; the executor goes on.</summary>
    Retrying,

    /// <summary>The deadline passed or the venue refused for good; a person must act.</summary>
    Failed,
}

/// <summary>Progress of a plan for one position or one cancel.</summary>
/// <param name="Remaining">|quantity| read back, in base units; null when unknown.</param>
public sealed record ActionReport(
    Guid PlanId, AccountId Account, InstrumentId? Instrument, PositionSide Side, ActionOutcome Outcome, decimal? Remaining, string Detail)
{
    /// <summary>True for a failure after which nothing is tried any more: only a person can go on.</summary>
    public bool IsFinal { get; init; }
}
