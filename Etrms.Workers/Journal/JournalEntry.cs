using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Workers.Risk.Execution;

namespace Etrms.Workers.Journal;

/// <summary>What the worker writes down before it acts; enough to resume without PostgreSQL.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(Prepared), "prepared")]
[JsonDerivedType(typeof(Answered), "answered")]
internal abstract record JournalEntry
{
    private JournalEntry()
    {
    }

    public required DateTimeOffset At { get; init; }

    /// <summary>What one step of the engine decided, and the engine after it: its state holds the plans under way.</summary>
    public sealed record Decided(
        RiskEngineState State, ImmutableArray<BreakerEvent> Events, ImmutableArray<Alert> Alerts, ImmutableArray<PlanAndOrigin> Origins)
        : JournalEntry;

    /// <summary>An order that may be on the wire from here on.</summary>
    public sealed record Prepared(OrderIntent Order) : JournalEntry;

    /// <summary>The venue's word on a prepared order: it is not on the wire any more.</summary>
    public sealed record Answered(Guid PlanId, string ClientOrderId) : JournalEntry;
}

/// <summary>The order of one attempt as it is about to be sent.</summary>
/// <param name="Attempt">Counts the orders of this plan and position from 1.</param>
internal sealed record OrderIntent(
    Guid PlanId, AccountId Account, InstrumentId Instrument, PositionSide Side, int Attempt, string ClientOrderId,
    bool IsConditional, decimal Quantity);
