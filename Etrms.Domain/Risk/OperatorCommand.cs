using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>What the trader orders by hand. Id is the idempotency key.</summary>
public abstract record OperatorCommand
{
    private OperatorCommand()
    {
    }

    public required Guid Id { get; init; }

    /// <summary>Who asked, for the audit trail.</summary>
    public required string Operator { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>Closes one position, or the whole scope when Instrument is null.</summary>
    public sealed record Close(AccountId Account, InstrumentId? Instrument, PositionSide Side) : OperatorCommand;

    /// <summary>Takes a quantity (base units) off one position.</summary>
    public sealed record Reduce(AccountId Account, InstrumentId Instrument, PositionSide Side, decimal Quantity) : OperatorCommand;

    /// <summary>Sets or, with null, removes the stop-loss and take-profit of a position.</summary>
    public sealed record Protect(
        AccountId Account, InstrumentId Instrument, PositionSide Side, decimal? StopLoss, decimal? TakeProfit) : OperatorCommand;

    public sealed record CancelOrders(AccountId? Account, InstrumentId? Instrument, CancelFilter Filter) : OperatorCommand
    {
        /// <summary>This one order alone; needs account and contract.</summary>
        public string? OrderId { get; init; }
    }

    /// <summary>Refuses new risk in a scope until resumed.</summary>
    public sealed record Pause(Scope Scope, PauseMode Mode) : OperatorCommand;

    /// <summary>Lifts the trader's own pause; never a breaker's claim.</summary>
    public sealed record LiftPause : OperatorCommand;

    /// <summary>Re-arms a latched breaker.</summary>
    /// <param name="BreakerId">The breaker.</param>
    /// <param name="Rebase">What happens with its reference.</param>
    /// <param name="Grace">Threshold from now on for <see cref="RebaseMode.Grace"/>.</param>
    public sealed record ResumeBreaker(Guid BreakerId, RebaseMode Rebase, decimal? Grace) : OperatorCommand
    {
        /// <summary>Refuses a command that was given on the sight of another state.</summary>
        public const string Outdated = "The breaker has changed since you looked at it. Look again, then decide.";

        /// <summary>State version that the trader saw; null resumes whatever the state is.</summary>
        public long? StateVersion { get; init; }
    }

    /// <summary>Presses the button of a MANUAL breaker.</summary>
    public sealed record PressButton(Guid BreakerId) : OperatorCommand;

    /// <summary>Takes an unexplained balance as it is: from here on the difference counts as profit or loss (RISK FC-13).</summary>
    public sealed record AcceptBalance(AccountId Account) : OperatorCommand;
}
